package dev.ostiary.upstream;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.crypto.Vault;
import dev.ostiary.idp.Apple;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import dev.ostiary.upstream.UpstreamControlEvent.PairActivated;
import dev.ostiary.upstream.UpstreamControlEvent.PairAdded;
import dev.ostiary.upstream.UpstreamControlEvent.PairRemoved;
import dev.ostiary.upstream.UpstreamKey.Stage;
import dev.ostiary.upstream.UpstreamSettings.Authentication;
import dev.ostiary.upstream.UpstreamSettings.Decryption;
import dev.ostiary.upstream.UpstreamSettings.Pushing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The rules of how this server speaks to providers. A control has the id and the owner of its provider, and goes with it. */
public final class UpstreamControls {
    static final String TYPE = "upstream_control";
    private static final int MOST_KNOWN = 1_000;
    private static final UpstreamControlTable TABLE = new UpstreamControlTable();
    public static final StreamKind<UpstreamControl, UpstreamControlEvent> KIND =
            new StreamKind<>(TYPE, UpstreamControlEvent.TYPES, UpstreamControlEvent::evolve, TABLE);

    private final Store store;
    private final Vault vault;
    private final Ids ids;
    private final Known<String, UpstreamControl> known;

    public UpstreamControls(Store store, Vault vault, Ids ids) {
        this.store = store;
        this.vault = vault;
        this.ids = ids;
        this.known = new Known<>(store, MOST_KNOWN, Set.of(TYPE));
    }

    /** Returns how this server speaks to a provider, without a query once that is known. */
    public UpstreamControl of(Stored<IdentityProvider> provider) {
        String instance = provider.stream().instance();
        return known.of(instance, provider.id(), () -> of(instance, provider.id()));
    }

    /** Like the other; {@link UpstreamControl#NONE} also where there is no such provider. */
    public UpstreamControl of(String instance, String provider) {
        return store.read(sql -> TABLE.find(sql, instance, provider))
                .map(Stored::state)
                .orElse(UpstreamControl.NONE);
    }

    private static Optional<Stored<UpstreamControl>> find(Handle sql, Stored<IdentityProvider> provider) {
        return TABLE.find(sql, provider.stream().instance(), provider.id());
    }

    /** @throws Problem when a provider can't be spoken to in this way */
    static void check(UpstreamSettings settings, Config config) {
        boolean openId = config instanceof Config.OpenId;
        require(openId || config instanceof Config.OAuth2, "UPST-Kd2nd", "the provider speaks another protocol");
        ParameterRules.check(settings.statics(), settings.forwarded());
        require(
                settings.authentication() == Authentication.ANNOUNCED || !(config instanceof Apple),
                "UPST-Ap4au",
                "Apple has its own way for clients to authenticate");
        require(
                openId || settings.pushing() == Pushing.WHEN_REQUIRED && settings.decryption() == Decryption.NONE,
                "UPST-Oa6th",
                "OAuth 2.0 providers have no metadata and no ID tokens");
        require(
                settings.decryption() != Decryption.NONE || !settings.encryptedOnly(),
                "UPST-En8cr",
                "without a key there are no encrypted ID tokens");
    }

    private static void require(boolean holds, String id, String text) {
        if (!holds) {
            throw Problem.invalid(id, text);
        }
    }

    /** Makes the keys that settings need and that are not there. Takes some tenths of a second: call it outside of transactions. */
    public List<JWK> missing(Stored<IdentityProvider> provider, UpstreamSettings settings) {
        return generate(UpstreamControl.missing(of(provider), settings));
    }

    /** Makes a key beside each that is used, outside of transactions. */
    public List<JWK> next(Stored<IdentityProvider> provider) {
        return generate(KeyUse.neededBy(of(provider).settings()));
    }

    private List<JWK> generate(List<KeyUse> uses) {
        return uses.stream().map(use -> use.generate(ids.next())).toList();
    }

    /**
     * Replaces what is said about a provider. Keys that nothing needs any more go.
     *
     * @param made what {@link #missing} made
     * @throws Problem when a provider can't be spoken to in this way; ABORTED when somebody else was faster
     */
    public Stored<UpstreamControl> set(
            Transaction tx,
            Stored<IdentityProvider> provider,
            UpstreamSettings settings,
            List<JWK> made,
            String actor) {
        check(settings, provider.state().config());
        Optional<Stored<UpstreamControl>> before = find(tx.sql(), provider);
        UpstreamControl current = before.map(Stored::state).orElse(UpstreamControl.NONE);
        List<UpstreamControlEvent> events = new ArrayList<>();
        if (before.isEmpty() || !current.settings().equals(settings)) {
            events.add(new UpstreamControlEvent.Set(settings));
        }
        List<KeyUse> needed = KeyUse.neededBy(settings);
        for (KeyUse use : UpstreamControl.missing(current, settings)) {
            JWK pair = made.stream()
                    .filter(key -> KeyUse.of(key).equals(use))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.ABORTED, "UPST-Cc9rt", "somebody else changes the provider: try again"));
            events.add(added(provider, pair));
            events.add(new PairActivated(pair.getKeyID()));
        }
        current.keys().stream()
                .filter(key -> !needed.contains(key.use()))
                .forEach(key -> events.add(new PairRemoved(key.id())));
        return record(tx, provider, before, actor, events);
    }

    private PairAdded added(Stored<IdentityProvider> provider, JWK pair) {
        String place = place(provider, pair.getKeyID());
        return new PairAdded(
                pair.toPublicJWK().toJSONString(),
                vault.seal(provider.stream().instance(), place, pair.toJSONString()));
    }

    private static Stored<UpstreamControl> record(
            Transaction tx,
            Stored<IdentityProvider> provider,
            Optional<Stored<UpstreamControl>> before,
            String actor,
            List<UpstreamControlEvent> events) {
        Stream stream = KIND.stream(provider.stream().instance(), provider.id(), provider.owner());
        return tx.record(KIND, stream, before.orElse(null), actor, events);
    }

    /**
     * Publishes a key beside each that is used; where one is there already it stays. Keys from before those in use go.
     *
     * @param made what {@link #next} made
     */
    public Stored<UpstreamControl> prepare(
            Transaction tx, Stored<IdentityProvider> provider, List<JWK> made, String actor) {
        Stored<UpstreamControl> before = existing(tx.sql(), provider);
        List<UpstreamControlEvent> events = new ArrayList<>();
        before.state().keys().stream()
                .filter(key -> key.stage() == Stage.OLD)
                .forEach(key -> events.add(new PairRemoved(key.id())));
        for (JWK pair : made) {
            KeyUse use = KeyUse.of(pair);
            boolean used = before.state().active(use).isPresent();
            if (used && before.state().find(use, Stage.NEXT).isEmpty()) {
                events.add(added(provider, pair));
            }
        }
        return record(tx, provider, Optional.of(before), actor, events);
    }

    /** Uses what was prepared from now on. */
    public Stored<UpstreamControl> activate(Transaction tx, Stored<IdentityProvider> provider, String actor) {
        Stored<UpstreamControl> before = existing(tx.sql(), provider);
        List<UpstreamControlEvent> events = before.state().keys().stream()
                .filter(key -> key.stage() == Stage.NEXT)
                .<UpstreamControlEvent>map(key -> new PairActivated(key.id()))
                .toList();
        if (events.isEmpty()) {
            throw Problem.precondition("UPST-Nx3pr", "no keys are prepared");
        }
        return record(tx, provider, Optional.of(before), actor, events);
    }

    private static Stored<UpstreamControl> existing(Handle sql, Stored<IdentityProvider> provider) {
        return find(sql, provider)
                .filter(control -> !control.state().keys().isEmpty())
                .orElseThrow(() -> Problem.precondition("UPST-Nk5ys", "the provider needs no keys"));
    }

    /** Goes with the provider. */
    public void removed(Transaction tx, Stored<IdentityProvider> provider, String actor) {
        find(tx.sql(), provider)
                .ifPresent(control ->
                        record(tx, provider, Optional.of(control), actor, List.of(new UpstreamControlEvent.Removed())));
    }

    /** Returns the key that assertions are signed with, with its private part. */
    public Optional<JWK> signer(Stored<IdentityProvider> provider, UpstreamControl control) {
        return control.keys().stream()
                .filter(key -> key.stage() == Stage.ACTIVE && key.use().signs())
                .findFirst()
                .map(key -> open(provider, key));
    }

    /** Returns the keys that ID tokens may be encrypted for, with their private parts. */
    public List<JWK> decrypters(Stored<IdentityProvider> provider, UpstreamControl control) {
        return control.keys().stream()
                .filter(key -> !key.use().signs())
                .map(key -> open(provider, key))
                .toList();
    }

    private JWK open(Stored<IdentityProvider> provider, UpstreamKey key) {
        return UpstreamKey.parse(vault.open(provider.stream().instance(), place(provider, key.id()), key.sealedKey()));
    }

    private static String place(Stored<IdentityProvider> provider, String key) {
        return "upstream_control/" + provider.id() + "/" + key;
    }
}
