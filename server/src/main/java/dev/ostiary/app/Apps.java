package dev.ostiary.app;

import dev.ostiary.app.App.ApiAuthMethod;
import dev.ostiary.app.AppEvent.ApiAdded;
import dev.ostiary.app.AppEvent.ApiChanged;
import dev.ostiary.app.AppEvent.ApiSecretChanged;
import dev.ostiary.app.AppEvent.Deactivated;
import dev.ostiary.app.AppEvent.NameChanged;
import dev.ostiary.app.AppEvent.OidcAdded;
import dev.ostiary.app.AppEvent.OidcChanged;
import dev.ostiary.app.AppEvent.OidcSecretChanged;
import dev.ostiary.app.AppEvent.Reactivated;
import dev.ostiary.app.AppEvent.Removed;
import dev.ostiary.app.AppEvent.SecurityReset;
import dev.ostiary.app.AppEvent.SecuritySet;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of applications. */
public final class Apps {

    /**
     * An application and the secret it was just given.
     *
     * @param clientSecret in the clear, this once; empty when the client has none
     */
    public record WithSecret(Stored<App> app, String clientSecret) {
        @Override
        public String toString() {
            return "WithSecret[app=" + app.id() + "]";
        }
    }

    static final String TYPE = "app";
    private static final AppTable TABLE = new AppTable();
    public static final StreamKind<App, AppEvent> KIND =
            new StreamKind<>(TYPE, AppEvent.TYPES, AppRules::evolve, TABLE);

    private static final String NAMES = "appname";

    private final Ids ids;
    private final List<Removal<App>> removals;

    public Apps(Ids ids, List<Removal<App>> removals) {
        this.ids = ids;
        this.removals = List.copyOf(removals);
    }

    /**
     * Adds a client that signs people in.
     *
     * @param config makes the configuration from a client id and the hash of a secret, null for a client that has none
     */
    WithSecret addOidc(
            Transaction tx,
            Owner owner,
            String actor,
            String name,
            BiFunction<String, @Nullable String, App.Oidc> config) {
        claimName(tx, owner, name);
        App.Oidc draft = config.apply(ids.next(), null);
        AppRules.require(draft);
        String secret = draft.authMethod().hasSecret() ? Secrets.clientSecret() : "";
        App.Oidc oidc = secret.isEmpty() ? draft : draft.withSecret(Secrets.hash(secret));
        return added(tx, owner, actor, new OidcAdded(owner.project(), name.strip(), oidc), secret);
    }

    WithSecret addApi(Transaction tx, Owner owner, String actor, String name, ApiAuthMethod method) {
        claimName(tx, owner, name);
        String secret = method == ApiAuthMethod.BASIC ? Secrets.clientSecret() : "";
        App.Api api = new App.Api(ids.next(), secret.isEmpty() ? null : Secrets.hash(secret), method);
        return added(tx, owner, actor, new ApiAdded(owner.project(), name.strip(), api), secret);
    }

    private WithSecret added(Transaction tx, Owner owner, String actor, AppEvent event, String secret) {
        Stored<App> app = tx.record(
                KIND, KIND.stream(owner.instance(), ids.next(), owner.organization()), null, actor, List.of(event));
        return new WithSecret(app, secret);
    }

    /** Gives a client that signs people in a new secret; the one before is worth nothing from now on. */
    WithSecret regenerateOidcSecret(Transaction tx, Stored<App> app, String actor) {
        if (!(app.state().config() instanceof App.Oidc oidc)) {
            throw Problem.invalid("COMMAND-Ghrh3", "Errors.Project.App.IsNotOIDC");
        }
        return withNewSecret(tx, app, actor, oidc.authMethod().hasSecret(), OidcSecretChanged::new);
    }

    /** Gives an API a new secret; the one before is worth nothing from now on. */
    WithSecret regenerateApiSecret(Transaction tx, Stored<App> app, String actor) {
        App.Api api = requireApi(app);
        return withNewSecret(tx, app, actor, api.authMethod() == ApiAuthMethod.BASIC, ApiSecretChanged::new);
    }

    private static WithSecret withNewSecret(
            Transaction tx, Stored<App> app, String actor, boolean hasSecret, Function<String, AppEvent> event) {
        if (!hasSecret) {
            throw Problem.precondition("COMMAND-Ghrh4", "Errors.Project.App.AuthMethodNoSecret");
        }
        String secret = Secrets.clientSecret();
        return new WithSecret(
                tx.record(KIND, app.stream(), app, actor, List.of(event.apply(Secrets.hash(secret)))), secret);
    }

    Stored<App> rename(Transaction tx, Stored<App> app, String actor, String name) {
        App before = app.state();
        if (before.name().equals(name.strip())) {
            throw Problem.precondition("COMMAND-2m8vx", "Errors.NoChangesFound");
        }
        Owner owner = new Owner(app.stream().instance(), app.owner(), before.project());
        tx.release(owner.instance(), NAMES, uniqueName(before.project(), before.name()));
        claimName(tx, owner, name);
        return tx.record(KIND, app.stream(), app, actor, List.of(new NameChanged(name.strip())));
    }

    /** @param change makes the new configuration from the present one */
    Stored<App> changeOidc(Transaction tx, Stored<App> app, String actor, UnaryOperator<App.Oidc> change) {
        App.Oidc before = requireOidc(app.state());
        App.Oidc after = change.apply(before);
        AppRules.require(after);
        ClientSecurity security = app.state().security();
        if (security != null && security.isFapi()) {
            Fapi.require(Fapi.missing(after));
        }
        requireChange(before, after);
        return tx.record(KIND, app.stream(), app, actor, List.of(new OidcChanged(after)));
    }

    /** @throws Problem COMMAND-GBr34 when it signs nobody in */
    static App.Oidc requireOidc(App app) {
        if (app.config() instanceof App.Oidc oidc) {
            return oidc;
        }
        throw Problem.invalid("COMMAND-GBr34", "Errors.Project.App.IsNotOIDC");
    }

    /**
     * Says what an application must do to get tokens; what is so already stays as it is.
     *
     * @param security something that it can do, or null for the instance's default
     */
    static Stored<App> secure(Transaction tx, Stored<App> app, String actor, @Nullable ClientSecurity security) {
        if (Objects.equals(app.state().security(), security)) {
            return app;
        }
        AppEvent event = security == null ? new SecurityReset() : new SecuritySet(security);
        return tx.record(KIND, app.stream(), app, actor, List.of(event));
    }

    /** An API that goes over to keys loses its secret. */
    Stored<App> changeApi(Transaction tx, Stored<App> app, String actor, ApiAuthMethod method) {
        App.Api before = requireApi(app);
        App.Api after =
                new App.Api(before.clientId(), method == ApiAuthMethod.BASIC ? before.secretHash() : null, method);
        requireChange(before, after);
        return tx.record(KIND, app.stream(), app, actor, List.of(new ApiChanged(after)));
    }

    private static App.Api requireApi(Stored<App> app) {
        if (app.state().config() instanceof App.Api api) {
            return api;
        }
        throw Problem.invalid("COMMAND-Gnwt3", "Errors.Project.App.IsNotAPI");
    }

    private static void requireChange(App.Config before, App.Config after) {
        if (before.equals(after)) {
            throw Problem.precondition("COMMAND-1m88i", "Errors.NoChangesFound");
        }
    }

    /** From now on it signs nobody in and gets no tokens, and those it has count for nothing until it is active again. */
    Stored<App> deactivate(Transaction tx, Stored<App> app, String actor) {
        if (app.state().state() != App.State.ACTIVE) {
            throw Problem.precondition("COMMAND-dsh35", "Errors.Project.App.NotActive");
        }
        return tx.record(KIND, app.stream(), app, actor, List.of(new Deactivated()));
    }

    Stored<App> reactivate(Transaction tx, Stored<App> app, String actor) {
        if (app.state().state() != App.State.INACTIVE) {
            throw Problem.precondition("COMMAND-1n8cM", "Errors.Project.App.NotInactive");
        }
        return tx.record(KIND, app.stream(), app, actor, List.of(new Reactivated()));
    }

    /** Removes every application of a project that is being removed. */
    public void removeAllOf(Transaction tx, String instance, String project, String actor) {
        TABLE.ofProject(tx.sql(), instance, project).forEach(app -> remove(tx, app, actor));
    }

    /** Removes an application with everything that was issued to it. */
    Stored<App> remove(Transaction tx, Stored<App> app, String actor) {
        removals.forEach(removal -> removal.removed(tx, app, actor));
        tx.release(
                app.stream().instance(),
                NAMES,
                uniqueName(app.state().project(), app.state().name()));
        return tx.record(KIND, app.stream(), app, actor, List.of(new Removed()));
    }

    private static String uniqueName(String project, String name) {
        return project + "/" + name.toLowerCase(Locale.ROOT);
    }

    private static void claimName(Transaction tx, Owner owner, String name) {
        if (name.isBlank()) {
            throw AppRules.invalid();
        }
        tx.claim(
                owner.instance(),
                NAMES,
                uniqueName(owner.project(), name.strip()),
                () -> Problem.exists("V3-DKcYh", "Errors.Project.App.AlreadyExists"));
    }

    public Optional<Stored<App>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** @throws Problem when the caller's organization has no such application in the project */
    Stored<App> existing(Handle sql, Call call, String project, String id) {
        return find(sql, call.instanceId(), id)
                .filter(app -> app.owner().equals(call.organization())
                        && app.state().project().equals(project))
                .orElseThrow(() -> Problem.notFound("QUERY-pCP8P", "Errors.App.NotFound"));
    }

    /** Finds an application that may be used now. */
    public Optional<Stored<App>> active(Handle sql, String instance, String clientId) {
        return byClientId(sql, instance, clientId).filter(app -> app.state().state() == App.State.ACTIVE);
    }

    /** Tells whether a client id is that of an application that may not be used now. */
    public boolean inactive(Handle sql, String instance, String clientId) {
        return TABLE.inactive(sql, instance, clientId);
    }

    List<Stored<App>> ofProject(Handle sql, Owner owner) {
        return TABLE.ofProject(sql, owner.instance(), owner.project());
    }

    AppKeys keys() {
        return new AppKeys(ids);
    }

    /** Finds an application, active or not. */
    public Optional<Stored<App>> byClientId(Handle sql, String instance, String clientId) {
        return TABLE.byClientId(sql, instance, clientId);
    }

    /**
     * Tells whether an address is a page of an active application of the instance, or of the sign-in pages that one names. Takes longer
     * the more applications there are: a look at each, some thousands a millisecond.
     *
     * @param organizations whose applications count; empty for all
     * @param url absolute
     */
    public boolean havePage(Handle sql, String instance, Set<String> organizations, String url) {
        String page = url.replaceFirst("[?#].*", "");
        String origin = App.Oidc.origin(page);
        return TABLE.mentioning(sql, instance, origin.isEmpty() ? page : origin).stream()
                .filter(app -> organizations.isEmpty() || organizations.contains(app.owner()))
                .map(Stored::state)
                .anyMatch(app -> app.config() instanceof App.Oidc oidc && oidc.hasPage(page));
    }

    /** Returns the client ids of a project's applications, oldest first. */
    public List<String> clientIds(Handle sql, String instance, String project) {
        return TABLE.clientIds(sql, instance, project);
    }

    /** Where an application belongs. */
    record Owner(String instance, String organization, String project) {}
}
