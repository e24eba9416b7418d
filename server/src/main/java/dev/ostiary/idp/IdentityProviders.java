package dev.ostiary.idp;

import dev.ostiary.crypto.Vault;
import dev.ostiary.idp.IdentityProviderEvent.Added;
import dev.ostiary.idp.IdentityProviderEvent.Changed;
import dev.ostiary.idp.IdentityProviderEvent.Migrated;
import dev.ostiary.idp.IdentityProviderEvent.Removed;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Json;
import dev.ostiary.store.Known;
import dev.ostiary.store.Page;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of identity provider configurations. */
public final class IdentityProviders {
    /** Their metadata may be long. */
    private static final int MOST_KNOWN = 200;

    private static final IdentityProviderTable TABLE = new IdentityProviderTable();

    public static final StreamKind<IdentityProvider, IdentityProviderEvent> KIND =
            new StreamKind<>("idp", IdentityProviderEvent.TYPES, Evolution::evolve, TABLE);

    private final Store store;
    private final Vault vault;
    private final Ids ids;
    private final UrlRule urls;
    private final List<Removal<IdentityProvider>> removals;
    private final Known<String, Stored<IdentityProvider>> known;

    public IdentityProviders(
            Store store, Vault vault, Ids ids, UrlRule urls, List<Removal<IdentityProvider>> removals) {
        this.store = store;
        this.vault = vault;
        this.ids = ids;
        this.urls = urls;
        this.removals = List.copyOf(removals);
        this.known = new Known<>(store, MOST_KNOWN, Set.of(KIND.type()));
    }

    /** Adds a provider. */
    public Stored<IdentityProvider> add(Call call, Level level, Draft draft) {
        check(level, true, draft);
        return add(call, level, ids.next(), draft, null);
    }

    /**
     * Adds a provider that was checked, under an id of {@link #nextId}.
     *
     * @param old what a deprecated call says of it
     */
    Stored<IdentityProvider> add(Call call, Level level, String id, Draft draft, @Nullable OldSettings old) {
        Added added = new Added(
                draft.config().kind(),
                draft.name(),
                draft.options(),
                Json.tree(draft.config()),
                sealed(call.instanceId(), id, draft.secret()),
                old);
        return store.write(tx -> {
            if (old != null) {
                OldSettings.claimName(tx, call.instanceId(), level.owner(call), draft.name());
            }
            Stream stream = KIND.stream(call.instanceId(), id, level.owner(call));
            return tx.record(KIND, stream, null, call.actor(), List.of(added));
        });
    }

    String nextId() {
        return ids.next();
    }

    /** @throws Problem when what the caller says can't be a provider */
    void check(Level level, boolean adding, Draft draft) {
        draft.config().check(new Checks(level, adding, draft, urls));
    }

    /** Replaces what is known of a provider. The secret stays when none is given; nothing is written when nothing changes. */
    public Stored<IdentityProvider> update(Call call, Level level, String id, Draft draft) {
        Kind kind = draft.config().kind();
        requireId(level, id, kind.blankId(), kind == Kind.APPLE ? "Errors.IDMissing" : "Errors.Invalid.Argument");
        check(level, false, draft);
        return store.write(tx -> {
            Stored<IdentityProvider> current = ofKind(tx.sql(), call, level, id, kind, kind.missing());
            return change(tx, current, call.actor(), draft, null);
        });
    }

    /**
     * Like {@link #update}, whoever owns it, for a draft that was checked.
     *
     * @param old what a deprecated call says of it; null when that stays as it is
     */
    Stored<IdentityProvider> change(
            Transaction tx, Stored<IdentityProvider> current, String actor, Draft draft, @Nullable OldSettings old) {
        Draft whole = new Draft(
                draft.name(),
                draft.options(),
                draft.config().keeping(current.state().config()),
                draft.secret());
        Changed changed = Evolution.changes(current.state(), whole, newSecret(current, draft.secret()), old);
        if (current.state().old() != null && changed.name() != null) {
            releaseName(tx, current);
            OldSettings.claimName(tx, current.stream().instance(), current.owner(), changed.name());
        }
        return tx.record(KIND, current.stream(), current, actor, changed.isNothing() ? List.of() : List.of(changed));
    }

    private static void releaseName(Transaction tx, Stored<IdentityProvider> current) {
        if (current.state().old() != null) {
            OldSettings.releaseName(
                    tx,
                    current.stream().instance(),
                    current.owner(),
                    current.state().name());
        }
    }

    private @Nullable String newSecret(Stored<IdentityProvider> current, String given) {
        return given.isEmpty() || given.equals(secret(current))
                ? null
                : sealed(current.stream().instance(), current.id(), given);
    }

    /**
     * Makes a Generic OIDC provider one of another kind. Its places in login policies and its links stay.
     *
     */
    public Stored<IdentityProvider> migrate(Call call, Level level, String id, Draft draft) {
        check(level, true, draft);
        Migrated migrated = new Migrated(
                draft.config().kind(),
                draft.name(),
                draft.options(),
                Json.tree(draft.config()),
                sealed(call.instanceId(), id, draft.secret()));
        return store.write(tx -> {
            Stored<IdentityProvider> current = owned(tx.sql(), call, level, id)
                    .filter(provider -> provider.state().config().kind() == Kind.OIDC)
                    .orElseThrow(() -> notMigratable(level, migrated.kind()));
            releaseName(tx, current);
            return tx.record(KIND, current.stream(), current, call.actor(), List.of(migrated));
        });
    }

    private static Problem notMigratable(Level level, Kind to) {
        boolean azure = to == Kind.AZURE_AD;
        return level == Level.INSTANCE
                ? Problem.notFound(azure ? "INST-Dg29201" : "INST-Dg29202", "Errors.IDPConfig.NotExisting")
                : Problem.notFound(azure ? "INST-Dg239201" : "INST-x09981", "Errors.Instance.IDPConfig.NotExisting");
    }

    /** Removes a provider, and with it all that hangs on it. */
    public Stored<IdentityProvider> remove(Call call, Level level, String id) {
        return store.write(tx -> remove(
                tx,
                owned(tx.sql(), call, level, id).orElseThrow(() -> missing(level, ErrorIds.both("Se3tg"))),
                call.actor()));
    }

    /** Removes a provider, whoever owns it. */
    Stored<IdentityProvider> remove(Transaction tx, Stored<IdentityProvider> current, String actor) {
        removals.forEach(removal -> removal.removed(tx, current, actor));
        releaseName(tx, current);
        return tx.record(KIND, current.stream(), current, actor, List.of(new Removed()));
    }

    /** Removes every provider of an organization that is being removed. */
    public void removeAllOf(Transaction tx, String instance, String organization, String actor) {
        TABLE.ownedBy(tx.sql(), instance, organization).forEach(provider -> remove(tx, provider, actor));
    }

    /** Returns a provider that the level owns. */
    public Stored<IdentityProvider> get(Call call, Level level, String id) {
        return store.read(sql -> owned(sql, call, level, id)).orElseThrow(IdentityProviders::unknown);
    }

    /** Returns a provider of the instance, whoever owns it. */
    public Stored<IdentityProvider> get(Call call, String id) {
        return store.read(sql -> find(sql, call.instanceId(), id)).orElseThrow(IdentityProviders::unknown);
    }

    private static Problem unknown() {
        return Problem.notFound("QUERY-SAFrt", "Errors.IDPConfig.NotExisting");
    }

    /** Lists the providers that the level sees, oldest first: an organization sees the instance's too. */
    public Page<Stored<IdentityProvider>> list(
            Call call, Level level, UnaryOperator<ProviderQuery> filters, Page.Window window) {
        List<String> owners =
                level == Level.INSTANCE ? List.of(call.instanceId()) : List.of(call.instanceId(), call.organization());
        ProviderQuery query = filters.apply(ProviderQuery.ownedBy(call.instanceId(), owners));
        return store.read(sql -> TABLE.list(sql, query, window));
    }

    /** @param missing of the problem when the level has no provider of this kind under the id */
    Stored<IdentityProvider> ofKind(Handle sql, Call call, Level level, String id, Kind kind, ErrorIds missing) {
        return owned(sql, call, level, id)
                .filter(provider -> provider.state().config().kind() == kind)
                .orElseThrow(() -> missing(level, missing));
    }

    private static Optional<Stored<IdentityProvider>> owned(Handle sql, Call call, Level level, String id) {
        return TABLE.find(sql, call.instanceId(), id)
                .filter(provider -> provider.owner().equals(level.owner(call)));
    }

    static void requireId(Level level, String id, ErrorIds blank, String key) {
        if (id.isBlank()) {
            throw Problem.invalid(blank.of(level, false), key);
        }
    }

    static Problem missing(Level level, ErrorIds ids) {
        boolean plain = level == Level.INSTANCE || ids == Kind.APPLE.missing();
        return Problem.notFound(
                ids.of(level, false), plain ? "Errors.IDPConfig.NotExisting" : "Errors.Org.IDPConfig.NotExisting");
    }

    /** Finds a provider, whoever owns it. */
    public Optional<Stored<IdentityProvider>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** Like {@link #find}, outside of transactions, and without a query once it is known. */
    public Optional<Stored<IdentityProvider>> current(String instance, String id) {
        return known.where(instance, id, () -> store.read(sql -> find(sql, instance, id)));
    }

    /** Lists the SAML providers of all instances whose metadata is read from a URL. */
    List<Stored<IdentityProvider>> withMetadataUrl() {
        return store.read(TABLE::withMetadataUrl);
    }

    /** Lists when the first certificate of each SAML provider expires, over all instances. Takes long where there are many. */
    List<Instant> certificateExpiries() {
        List<Instant> expiries = new ArrayList<>();
        List<Stored<IdentityProvider>> some = store.read(sql -> TABLE.samlAfter(sql, "", ""));
        while (!some.isEmpty()) {
            some.forEach(idp -> ((Saml) idp.state().config()).expiry().ifPresent(expiries::add));
            Stored<IdentityProvider> last = some.getLast();
            some = store.read(sql -> TABLE.samlAfter(sql, last.stream().instance(), last.id()));
        }
        return List.copyOf(expiries);
    }

    /** Tells whether a provider exists that may vouch for users of an organization: its own, or the instance's. */
    public boolean mayVouch(Handle sql, String instance, String organization, String id) {
        return find(sql, instance, id)
                .filter(provider ->
                        provider.owner().equals(instance) || provider.owner().equals(organization))
                .isPresent();
    }

    /** Tells whether passwords may go unencrypted to a provider at this address, as the settings say it. */
    public boolean allowsUnencrypted(InetAddress address) {
        return urls.allowsUnencrypted(address);
    }

    /** Returns the secret in the clear, to authenticate at the provider and for nothing else; empty where there is none. */
    public String secret(Stored<IdentityProvider> provider) {
        String sealed = provider.state().sealedSecret();
        return sealed.isEmpty() ? "" : vault.open(provider.stream().instance(), secretPlace(provider.id()), sealed);
    }

    private String sealed(String instance, String id, String secret) {
        return secret.isEmpty() ? "" : vault.seal(instance, secretPlace(id), secret);
    }

    private static String secretPlace(String id) {
        return "idp/" + id + "/clientSecret";
    }
}
