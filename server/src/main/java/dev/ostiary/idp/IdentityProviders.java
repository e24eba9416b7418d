package dev.ostiary.idp;

import dev.ostiary.crypto.Vault;
import dev.ostiary.idp.IdentityProvider.Config;
import dev.ostiary.idp.IdentityProviderEvent.OidcAdded;
import dev.ostiary.idp.IdentityProviderEvent.OidcChanged;
import dev.ostiary.idp.IdentityProviderEvent.Removed;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of identity provider configurations. */
public final class IdentityProviders {

    /** Who has something that hangs on a provider and must go with it, in the same transaction. */
    @FunctionalInterface
    public interface Removal {
        void removed(Transaction tx, Stored<IdentityProvider> provider, String actor);
    }

    private static final IdentityProviderTable TABLE = new IdentityProviderTable();

    public static final StreamKind<IdentityProvider, IdentityProviderEvent> KIND =
            new StreamKind<>("idp", IdentityProviderEvent.TYPES, IdentityProviders::evolve, TABLE);

    private final Store store;
    private final Vault vault;
    private final Ids ids;
    private final IssuerRule issuers;
    private final List<Removal> removals;

    public IdentityProviders(Store store, Vault vault, Ids ids, IssuerRule issuers, List<Removal> removals) {
        this.store = store;
        this.vault = vault;
        this.ids = ids;
        this.issuers = issuers;
        this.removals = List.copyOf(removals);
    }

    static @Nullable IdentityProvider evolve(@Nullable IdentityProvider state, IdentityProviderEvent event) {
        return switch (event) {
            case OidcAdded added -> new IdentityProvider(added.name(), added.options(), added.config());
            case OidcChanged changed when state != null -> apply(state, changed);
            case OidcChanged changed -> throw new IllegalStateException("changed before it was added");
            case Removed removed -> null;
        };
    }

    private static IdentityProvider apply(IdentityProvider state, OidcChanged changed) {
        Config.Oidc config = (Config.Oidc) state.config();
        return new IdentityProvider(
                or(changed.name(), state.name()),
                or(changed.options(), state.options()),
                new Config.Oidc(
                        or(changed.issuer(), config.issuer()),
                        or(changed.clientId(), config.clientId()),
                        or(changed.sealedSecret(), config.sealedSecret()),
                        or(changed.scopes(), config.scopes()),
                        or(changed.idTokenMapping(), config.idTokenMapping()),
                        or(changed.usePkce(), config.usePkce())));
    }

    private static <T> T or(@Nullable T changed, T before) {
        return changed != null ? changed : before;
    }

    /** Adds a Generic OIDC provider. */
    Stored<IdentityProvider> addGenericOidc(Call call, Level level, GenericOidc given) {
        GenericOidc oidc = given.stripped();
        require(oidc.name(), level, "Sgtj5");
        require(oidc.issuer(), level, "Hz6zj");
        requireIssuer(oidc.issuer(), level, "Hz6zj");
        require(oidc.clientId(), level, "fb5jm");
        require(oidc.clientSecret(), level, "Sfdf4");
        String id = ids.next();
        OidcAdded added = oidc.added(vault.seal(call.instanceId(), secretPlace(id), oidc.clientSecret()));
        return store.write(tx -> tx.record(
                KIND, KIND.stream(call.instanceId(), id, level.owner(call)), null, call.actor(), List.of(added)));
    }

    /** Replaces what is known of a Generic OIDC provider. The secret stays when none is given; nothing is written when nothing changes. */
    Stored<IdentityProvider> updateGenericOidc(Call call, Level level, String id, GenericOidc given) {
        GenericOidc oidc = given.stripped();
        require(id, level, "SAfd3");
        require(oidc.name(), level, "Dvf4f");
        require(oidc.issuer(), level, "BDfr3");
        requireIssuer(oidc.issuer(), level, "BDfr3");
        require(oidc.clientId(), level, "Db3bs");
        return store.write(tx -> {
            Stored<IdentityProvider> current =
                    owned(tx.sql(), call, level, id).orElseThrow(() -> notExisting(level, "Dg331"));
            if (!(current.state().config() instanceof Config.Oidc config)) {
                throw notExisting(level, "Dg331");
            }
            String newSecret = newSecret(current, config, oidc.clientSecret());
            return tx.record(
                    KIND, current.stream(), current, call.actor(), oidc.changes(current.state(), config, newSecret));
        });
    }

    private void requireIssuer(String issuer, Level level, String id) {
        if (!issuers.allows(issuer)) {
            throw Problem.invalid(prefix(level) + id, "Errors.IDPConfig.IssuerInvalid");
        }
    }

    private static void require(String text, Level level, String id) {
        if (text.isBlank()) {
            throw Problem.invalid(prefix(level) + id, "Errors.Invalid.Argument");
        }
    }

    private static Problem notExisting(Level level, String id) {
        return Problem.notFound(
                prefix(level) + id,
                level == Level.INSTANCE ? "Errors.IDPConfig.NotExisting" : "Errors.Org.IDPConfig.NotExisting");
    }

    private static String prefix(Level level) {
        return level == Level.INSTANCE ? "INST-" : "ORG-";
    }

    private @Nullable String newSecret(Stored<IdentityProvider> current, Config.Oidc config, String given) {
        if (given.isEmpty() || given.equals(open(current, config))) {
            return null;
        }
        return vault.seal(current.stream().instance(), secretPlace(current.id()), given);
    }

    /** Removes a provider, and with it all that hangs on it. */
    Stored<IdentityProvider> remove(Call call, Level level, String id) {
        return store.write(tx -> {
            Stored<IdentityProvider> current =
                    owned(tx.sql(), call, level, id).orElseThrow(() -> notExisting(level, "Se3tg"));
            removals.forEach(removal -> removal.removed(tx, current, call.actor()));
            return tx.record(KIND, current.stream(), current, call.actor(), List.of(new Removed()));
        });
    }

    /** Returns a provider that the level owns. */
    Stored<IdentityProvider> get(Call call, Level level, String id) {
        return store.read(sql -> owned(sql, call, level, id))
                .orElseThrow(() -> Problem.notFound("QUERY-SAFrt", "Errors.IDPConfig.NotExisting"));
    }

    /** Lists the providers that the level sees, oldest first: an organization sees the instance's too. */
    Page<Stored<IdentityProvider>> list(
            Call call, Level level, UnaryOperator<IdentityProviderTable.Query> filters, Page.Window window) {
        List<String> owners =
                level == Level.INSTANCE ? List.of(call.instanceId()) : List.of(call.instanceId(), call.organization());
        IdentityProviderTable.Query query =
                filters.apply(IdentityProviderTable.Query.ownedBy(call.instanceId(), owners));
        return store.read(sql -> TABLE.list(sql, query, window));
    }

    private static Optional<Stored<IdentityProvider>> owned(Handle sql, Call call, Level level, String id) {
        return TABLE.find(sql, call.instanceId(), id)
                .filter(provider -> provider.owner().equals(level.owner(call)));
    }

    /** Finds a provider, whoever owns it. */
    public Optional<Stored<IdentityProvider>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** Tells whether a provider exists that may vouch for users of an organization: its own, or the instance's. */
    public boolean mayVouch(Handle sql, String instance, String organization, String id) {
        return find(sql, instance, id)
                .filter(provider ->
                        provider.owner().equals(instance) || provider.owner().equals(organization))
                .isPresent();
    }

    /** Returns the client secret in the clear, to authenticate at the provider and for nothing else. */
    public String clientSecret(Stored<IdentityProvider> provider) {
        return switch (provider.state().config()) {
            case Config.Oidc oidc -> open(provider, oidc);
        };
    }

    private String open(Stored<IdentityProvider> provider, Config.Oidc config) {
        return vault.open(provider.stream().instance(), secretPlace(provider.id()), config.sealedSecret());
    }

    private static String secretPlace(String id) {
        return "idp/" + id + "/clientSecret";
    }
}
