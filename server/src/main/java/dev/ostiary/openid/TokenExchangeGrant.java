package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.grant.Actor;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.OidcSessions.Beginning;
import dev.ostiary.http.Parameters;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Token exchange (RFC 8693): a token becomes another one, for fewer or for somebody who acts in the name of its user. What comes of it ends
 * no later than what it came of, and has no refresh token.
 */
final class TokenExchangeGrant implements TokenEndpoint.GrantType {
    static final String NAME = "urn:ietf:params:oauth:grant-type:token-exchange";

    private final Store store;
    private final ClientAuthentication clients;
    private final Users users;
    private final ExchangeTokens tokens;
    private final Impersonation impersonation;
    private final ProjectAccess access;
    private final OidcSessions sessions;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    TokenExchangeGrant(
            Store store,
            ClientAuthentication clients,
            Users users,
            ExchangeTokens tokens,
            Impersonation impersonation,
            ProjectAccess access,
            OidcSessions sessions,
            TokenIssuer issuer,
            InstantSource clock) {
        this.store = store;
        this.clients = clients;
        this.users = users;
        this.tokens = tokens;
        this.impersonation = impersonation;
        this.access = access;
        this.sessions = sessions;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * What was brought, and found good.
     *
     * @param actor null when nobody is to act in the name of the subject
     */
    private record Presented(
            App.Oidc app, ExchangeToken subject, @Nullable ExchangeToken actor) {}

    @Override
    public TokenAnswer redeem(TokenRequest asked) {
        Parameters form = asked.form();
        ClientCredentials credentials = clients.credentials(asked.context(), asked.request(), form);
        TokenType type = ExchangeRules.requested(form);
        Presented presented = store.read(sql -> presented(sql, asked, credentials));
        ExchangeToken actor = presented.actor;
        List<String> scopes = ExchangeRules.scopes(form, presented.subject, actor);
        Grant grant = grant(asked, presented, type, scopes);
        TokenAnswer answer = type == TokenType.ID_TOKEN
                ? idToken(asked.context(), grant, actor)
                : accessToken(asked.context(), grant, actor);
        return new ExchangedTokens(answer, type, scopes);
    }

    private Presented presented(Handle sql, TokenRequest asked, ClientCredentials credentials) {
        Parameters form = asked.form();
        Context context = asked.context();
        App app = clients.forTokens(sql, asked, credentials);
        App.Oidc config = AppGrants.require(app, App.GrantType.TOKEN_EXCHANGE, NAME);
        String token = TokenEndpoint.required(form, "subject_token");
        TokenType type = ExchangeRules.type(TokenEndpoint.required(form, "subject_token_type"), "subject_token_type");
        ExchangeToken subject = tokens.subject(sql, asked, app, type, token)
                .orElseThrow(() -> OAuthProblem.invalidRequest("subject_token is not valid"));
        ExchangeToken actor = actor(sql, asked, app);
        if (actor == null && subject.named()) {
            throw OAuthProblem.invalidRequest("actor_token missing");
        }
        if (actor != null) {
            impersonation.require(sql, context, actor.user(), subject.user());
        }
        if (subject.user().state().human().isPresent()) {
            access.require(sql, context.instanceId(), subject.user(), config.clientId());
        }
        return new Presented(config, subject, actor);
    }

    private @Nullable ExchangeToken actor(Handle sql, TokenRequest asked, App app) {
        Parameters form = asked.form();
        if (form.first("actor_token").isEmpty()) {
            if (form.first("actor_token_type").isPresent()) {
                throw OAuthProblem.invalidRequest("actor_token missing");
            }
            return null;
        }
        TokenType type = ExchangeRules.type(TokenEndpoint.required(form, "actor_token_type"), "actor_token_type");
        return tokens.actor(sql, asked, app, type, TokenEndpoint.required(form, "actor_token"))
                .orElseThrow(() -> OAuthProblem.invalidRequest("actor_token is not valid"));
    }

    private static Grant grant(TokenRequest asked, Presented presented, TokenType type, List<String> scopes) {
        ExchangeToken subject = presented.subject;
        ExchangeToken actor = presented.actor;
        ExchangeToken signedIn = subject.named() && actor != null ? actor : subject;
        Instant until = actor != null && actor.until().isBefore(subject.until()) ? actor.until() : subject.until();
        Actor acts = ExchangeRules.actor(asked.context().issuer(), subject, actor);
        List<String> audience = ExchangeRules.audience(asked, subject, actor);
        Grant.Format format = AppGrants.format(presented.app);
        return new Grant(
                subject.user(),
                presented.app.clientId(),
                signedIn.session(),
                scopes,
                audience,
                audience,
                signedIn.authMethods(),
                signedIn.authenticatedAt(),
                signedIn.acr(),
                "",
                type == TokenType.ID_TOKEN ? null : asked.jkt(),
                new Delegation(acts, until),
                new Grant.Format(type == TokenType.JWT, format.userClaims(), format.roles(), format.clockSkew()));
    }

    private TokenAnswer accessToken(Context context, Grant grant, @Nullable ExchangeToken actor) {
        String session = issuer.newSession();
        IssuedTokens issued = issuer.issue(context, session, grant, "", clock.instant());
        Stored<User> user = grant.user();
        store.write(tx -> {
            noteImpersonation(tx, grant, actor);
            return sessions.begin(
                    tx,
                    context.instanceId(),
                    new Beginning(session, user.owner(), TokenIssuer.added(grant), issued.added(), null));
        });
        return issued;
    }

    private TokenAnswer idToken(Context context, Grant grant, @Nullable ExchangeToken actor) {
        Instant now = clock.instant();
        ExchangedTokens.IdToken token = new ExchangedTokens.IdToken(
                issuer.idToken(context, grant, now), issuer.idTokenEnd(context, grant, now));
        if (actor != null) {
            store.write(tx -> {
                noteImpersonation(tx, grant, actor);
                return true;
            });
        }
        return token;
    }

    private void noteImpersonation(Transaction tx, Grant grant, @Nullable ExchangeToken actor) {
        if (actor != null) {
            users.impersonated(tx, grant.user(), actor.user().id(), grant.clientId());
        }
    }
}
