package dev.ostiary.idp;

import dev.ostiary.idp.credential.SamlKeys;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadataException;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SAML providers have beside the others: metadata that is read from a URL, and a key pair that is made here. */
public final class SamlProviders {
    private static final Logger LOG = LoggerFactory.getLogger(SamlProviders.class);
    private static final Duration CERTIFICATE_LIFETIME = Duration.ofHours(8766);
    private static final int KEY_BITS = 3072;
    private static final ErrorIds NO_ID = ErrorIds.levels("7de108gqya", "arv4vdrb6c");
    private static final ErrorIds UNKNOWN = ErrorIds.levels("76dbwsv9vm", "4dw21ch9o9");

    /** Reads the metadata at a URL. */
    @FunctionalInterface
    public interface Fetch {
        byte[] fetch(String url) throws IOException;
    }

    private final Store store;
    private final IdentityProviders providers;
    private final Fetch fetch;
    private final InstantSource clock;

    public SamlProviders(Store store, IdentityProviders providers, Fetch fetch, InstantSource clock) {
        this.store = store;
        this.providers = providers;
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Adds a provider, reading its metadata where a URL is given, and making its key pair. Takes about a second of computing. */
    public Stored<IdentityProvider> add(Call call, Level level, Draft given) {
        Draft draft = fetched(given);
        providers.check(level, true, draft);
        String id = providers.nextId();
        SamlKeys keys = SamlKeys.generate(id, clock.instant(), CERTIFICATE_LIFETIME, KEY_BITS);
        Saml config = ((Saml) draft.config()).withCertificate(keys.certificatePem());
        return providers.add(
                call, level, id, new Draft(draft.name(), draft.options(), config, keys.privateKeyPem()), null);
    }

    /** Updates a provider, reading its metadata where a URL is given. The key pair stays. */
    public Stored<IdentityProvider> update(Call call, Level level, String id, Draft given) {
        return providers.update(call, level, id, fetched(given));
    }

    private Draft fetched(Draft given) {
        Saml config = (Saml) given.config();
        if (config.metadataUrl().isEmpty() || given.name().isEmpty()) {
            return given;
        }
        return read(config.metadataUrl(), given.name())
                .map(xml -> new Draft(given.name(), given.options(), config.withMetadata(xml), given.secret()))
                .orElse(given);
    }

    /** @param provider for the log, which the URL stays out of: it may hold a key */
    private Optional<byte[]> read(String url, String provider) {
        try {
            return Optional.of(fetch.fetch(url));
        } catch (IOException e) {
            LOG.info("SAML metadata of {} can't be had: {}", provider, e.getMessage());
            return Optional.empty();
        }
    }

    /** Makes a provider's key pair anew. Takes about a second of computing. */
    public Stored<IdentityProvider> regenerateCertificate(Call call, Level level, String id) {
        IdentityProviders.requireId(level, id, NO_ID, "Errors.Invalid.Argument");
        store.read(sql -> providers.ofKind(sql, call, level, id, Kind.SAML, UNKNOWN));
        SamlKeys keys = SamlKeys.generate(id, clock.instant(), CERTIFICATE_LIFETIME, KEY_BITS);
        return store.write(tx -> {
            Stored<IdentityProvider> current = providers.ofKind(tx.sql(), call, level, id, Kind.SAML, UNKNOWN);
            Saml config = ((Saml) current.state().config()).withCertificate(keys.certificatePem());
            return providers.change(tx, current, call.actor(), draft(current, config, keys.privateKeyPem()), null);
        });
    }

    private static Draft draft(Stored<IdentityProvider> current, Saml config, String secret) {
        return new Draft(current.state().name(), current.state().options(), config, secret);
    }

    /** Reads all metadata anew that comes from a URL. What can't be had or can't be used leaves a provider as it is. */
    public void refreshMetadata() {
        providers.withMetadataUrl().forEach(this::refresh);
    }

    private void refresh(Stored<IdentityProvider> provider) {
        Saml config = (Saml) provider.state().config();
        read(config.metadataUrl(), provider.id())
                .filter(xml -> !Arrays.equals(xml, config.xml()))
                .ifPresent(xml -> refresh(provider, xml));
    }

    private void refresh(Stored<IdentityProvider> provider, byte[] xml) {
        if (!isOfTheSameEntity(((Saml) provider.state().config()).xml(), xml)) {
            LOG.warn(
                    "the new metadata of provider {} is not valid metadata of the same entity; the old is kept",
                    provider.id());
            return;
        }
        store.write(tx -> providers
                .find(tx.sql(), provider.stream().instance(), provider.id())
                .filter(current -> current.revision().equals(provider.revision()))
                .map(current -> providers.change(
                        tx,
                        current,
                        "SYSTEM",
                        draft(current, ((Saml) current.state().config()).withMetadata(xml), ""),
                        null)));
    }

    /** A name that changed would make people of one provider those of another. */
    private static boolean isOfTheSameEntity(byte[] before, byte[] after) {
        try {
            return SamlMetadata.parse(after)
                    .entityId()
                    .equals(SamlMetadata.parse(before).entityId());
        } catch (SamlMetadataException unreadable) {
            return false;
        }
    }
}
