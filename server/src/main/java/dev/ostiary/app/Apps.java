package dev.ostiary.app;

import dev.ostiary.app.App.ApiAuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.AppEvent.ApiAdded;
import dev.ostiary.app.AppEvent.OidcAdded;
import dev.ostiary.app.AppEvent.OidcSecretChanged;
import dev.ostiary.app.AppEvent.Removed;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
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
    public static final StreamKind<App, AppEvent> KIND = new StreamKind<>(TYPE, AppEvent.TYPES, Apps::evolve, TABLE);

    private static final String NAMES = "appname";

    private final Ids ids;
    private final List<Removal<App>> removals;

    public Apps(Ids ids, List<Removal<App>> removals) {
        this.ids = ids;
        this.removals = List.copyOf(removals);
    }

    static @Nullable App evolve(@Nullable App state, AppEvent event) {
        return switch (event) {
            case OidcAdded added -> new App(added.project(), added.name(), added.config());
            case ApiAdded added -> new App(added.project(), added.name(), added.config());
            case OidcSecretChanged changed
            when state != null && state.config() instanceof App.Oidc oidc ->
                new App(state.project(), state.name(), oidc.withSecret(changed.secretHash()));
            case OidcSecretChanged changed ->
                throw new IllegalStateException("no OpenID application had its secret changed");
            case Removed removed -> null;
        };
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
        requireGrants(draft);
        requireOrigins(draft);
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

    /** Gives a client a new secret; the one before is worth nothing from now on. */
    WithSecret regenerateSecret(Transaction tx, Stored<App> app, String actor) {
        if (!(app.state().config() instanceof App.Oidc oidc)) {
            throw Problem.invalid("COMMAND-Ghrh3", "Errors.Project.App.IsNotOIDC");
        }
        if (!oidc.authMethod().hasSecret()) {
            throw Problem.precondition("COMMAND-Ghrh4", "Errors.Project.App.AuthMethodNoSecret");
        }
        String secret = Secrets.clientSecret();
        return new WithSecret(
                tx.record(KIND, app.stream(), app, actor, List.of(new OidcSecretChanged(Secrets.hash(secret)))),
                secret);
    }

    /** Removes every application of a project that is being removed. */
    public void removeAllOf(Transaction tx, String instance, String project, String actor) {
        TABLE.ofProject(tx.sql(), instance, project).forEach(app -> remove(tx, app, actor));
    }

    private void remove(Transaction tx, Stored<App> app, String actor) {
        removals.forEach(removal -> removal.removed(tx, app, actor));
        tx.release(
                app.stream().instance(),
                NAMES,
                uniqueName(app.state().project(), app.state().name()));
        tx.record(KIND, app.stream(), app, actor, List.of(new Removed()));
    }

    private static String uniqueName(String project, String name) {
        return project + "/" + name.toLowerCase(Locale.ROOT);
    }

    private static void claimName(Transaction tx, Owner owner, String name) {
        if (name.isBlank()) {
            throw Problem.invalid("PROJECT-1n8df", "Errors.Project.App.Invalid");
        }
        tx.claim(
                owner.instance(),
                NAMES,
                uniqueName(owner.project(), name.strip()),
                () -> Problem.exists("V3-DKcYh", "Errors.Project.App.AlreadyExists"));
    }

    /** A response type is worth nothing without the grant that redeems it. */
    private static void requireGrants(App.Oidc oidc) {
        for (ResponseType type : oidc.responseTypes()) {
            boolean redeemable = switch (type) {
                case CODE ->
                    oidc.grantTypes().contains(GrantType.AUTHORIZATION_CODE)
                            || oidc.grantTypes().contains(GrantType.DEVICE_CODE);
                case ID_TOKEN, ID_TOKEN_TOKEN -> oidc.grantTypes().contains(GrantType.IMPLICIT);
            };
            if (!redeemable) {
                throw Problem.invalid("PROJECT-1n8df", "Errors.Project.App.Invalid");
            }
        }
    }

    private static void requireOrigins(App.Oidc oidc) {
        if (!oidc.additionalOrigins().stream().allMatch(Apps::isOrigin)) {
            throw Problem.invalid("PROJECT-1n8df", "Errors.Project.App.Invalid");
        }
    }

    /** Scheme, host and maybe a port (RFC 6454 section 6.2). */
    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    public Optional<Stored<App>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    public Optional<Stored<App>> byClientId(Handle sql, String instance, String clientId) {
        return TABLE.byClientId(sql, instance, clientId);
    }

    /** Returns the client ids of a project's applications, oldest first. */
    public List<String> clientIds(Handle sql, String instance, String project) {
        return TABLE.clientIds(sql, instance, project);
    }

    /** Where an application belongs. */
    record Owner(String instance, String organization, String project) {}
}
