package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import dev.ostiary.app.ClientSecurity;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a client is, and refuses who does not prove it.
 *
 * <p>A client with a secret may send it either way, as the contract's clients do, whichever of the two it was registered with.
 */
final class ClientAuthentication {
    private final ProjectAccess access;
    private final Users users;
    private final ClientAssertions assertions;
    private final Requirements requirements;

    ClientAuthentication(ProjectAccess access, Users users, ClientAssertions assertions, Requirements requirements) {
        this.access = access;
        this.users = users;
        this.assertions = assertions;
        this.requirements = requirements;
    }

    /**
     * Reads what a client says to prove who it is; an assertion is verified and used up here, a secret by who asks for the client.
     *
     * @throws OAuthProblem when it says nothing, or an assertion proves nothing
     */
    ClientCredentials credentials(Context context, Request request, Parameters form) {
        return ClientAssertions.isSent(form)
                ? assertions.proved(context, request, form)
                : ClientCredentials.of(request, form);
    }

    /**
     * Returns an application. One that was registered without a secret is believed: it proves itself by PKCE.
     *
     * @param sql of a {@link Store#read}
     */
    Stored<App> application(Handle sql, String instance, ClientCredentials credentials) {
        Stored<App> app = access.active(sql, instance, credentials.id())
                .orElseThrow(() -> credentials.refused("no active client found"));
        switch (app.state().config()) {
            case App.Oidc oidc when oidc.authMethod() == App.AuthMethod.NONE -> {}
            case App.Config keyed when keyed.usesKeys() -> requireProof(credentials);
            case App.Oidc oidc -> requireSecret(credentials, oidc.secretHash());
            case App.Api api -> requireSecret(credentials, api.secretHash());
        }
        return app;
    }

    /**
     * Like {@link #application}, for one that wants tokens.
     *
     * @throws OAuthProblem also when it doesn't do what is demanded of it
     */
    App forTokens(Handle sql, TokenRequest asked, ClientCredentials credentials) {
        App app = application(sql, asked.context().instanceId(), credentials).state();
        Demands demands = requireMet(asked.context(), app);
        DpopProof proof = asked.proof();
        if (proof != null) {
            proof.require(demands.security());
        } else if (demands.security().wantsDpop()) {
            throw OAuthProblem.of(OAuth2Error.INVALID_DPOP_PROOF, "DPoP proof: it is missing");
        }
        return app;
    }

    /** @throws OAuthProblem when the application can't do what is demanded of it */
    Demands requireMet(Context context, App app) {
        Demands demands = requirements.of(context, app);
        if (!demands.canBeMet()) {
            throw OAuthProblem.of(OAuth2Error.UNAUTHORIZED_CLIENT, demands.refusal());
        }
        return demands;
    }

    /** What is demanded of an application. */
    ClientSecurity demanded(Context context, App app) {
        return requirements.security(context, app);
    }

    boolean isApplication(Handle sql, String instance, ClientCredentials credentials) {
        return access.client(sql, instance, credentials.id()).isPresent();
    }

    private static void requireProof(ClientCredentials credentials) {
        if (!credentials.proved()) {
            throw credentials.refused("empty client assertion");
        }
    }

    /** Returns an application that has proved who it is, with a secret or a key. */
    Stored<App> confidential(Handle sql, String instance, ClientCredentials credentials) {
        Stored<App> app = application(sql, instance, credentials);
        if (app.state().config().secretHash() == null && !credentials.proved()) {
            throw credentials.refused("client must be authenticated");
        }
        return app;
    }

    /** Returns a machine user, whose client id is its user name. */
    Stored<User> machine(Handle sql, String instance, ClientCredentials credentials) {
        Stored<User> user = users.byLoginName(sql, instance, credentials.id())
                .filter(found -> found.state().machine().isPresent())
                .orElseThrow(() -> credentials.refused("client not found"));
        requireSecret(credentials, user.state().machine().orElseThrow().secretHash());
        if (!Tokens.maySignIn(user.state())) {
            throw credentials.refused("the user is not active");
        }
        return user;
    }

    private static void requireSecret(ClientCredentials credentials, @Nullable String hash) {
        if (credentials.secret().isEmpty()) {
            throw credentials.refused("empty client secret");
        }
        if (hash == null || !Secrets.matches(credentials.secret(), hash)) {
            throw credentials.refused("invalid secret");
        }
    }
}
