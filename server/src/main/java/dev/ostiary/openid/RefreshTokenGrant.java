package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.OidcSession;
import dev.ostiary.grant.OidcSession.RefreshToken;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenRenewed;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.OidcSessions.Renewal;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Parameters;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The refresh token grant (RFC 6749 section 6), with rotation: every use brings a new refresh token, and the use of an old one revokes all
 * (RFC 9700 section 4.14.2). Not so for an application that follows the FAPI 2.0 Security Profile, which doesn't want it (section 5.3.2.1):
 * its key protects its one refresh token.
 */
final class RefreshTokenGrant implements TokenEndpoint.GrantType {
    private final Store store;
    private final ClientAuthentication clients;
    private final Users users;
    private final OidcSessions sessions;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    RefreshTokenGrant(
            Store store,
            ClientAuthentication clients,
            Users users,
            OidcSessions sessions,
            TokenIssuer issuer,
            InstantSource clock) {
        this.store = store;
        this.clients = clients;
        this.users = users;
        this.sessions = sessions;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** A refresh token whose client proved who it is. */
    private record Presented(
            App.Oidc app, boolean rotates, String token, Stored<OidcSession> session, Stored<User> user) {}

    @Override
    public IssuedTokens redeem(TokenRequest asked) {
        Context context = asked.context();
        Parameters form = asked.form();
        ClientCredentials credentials = clients.credentials(context, asked.request(), form);
        Presented presented = store.read(sql -> presented(sql, asked, credentials));
        Instant now = clock.instant();
        RefreshToken current = presented.session.state().refreshToken();
        if (current == null || !sessions.valid(presented.session.state(), presented.token, now)) {
            store.write(tx -> sessions.revokeIfReused(tx, context.instanceId(), presented.token));
            throw wrongToken();
        }
        if (current.jkt() != null && !current.jkt().equals(asked.jkt())) {
            throw OAuthProblem.invalidGrant("the refresh token is bound to another key");
        }
        return renew(asked, presented, current, scopes(presented.session.state(), form), now);
    }

    private Presented presented(Handle sql, TokenRequest asked, ClientCredentials credentials) {
        String instance = asked.context().instanceId();
        Parameters form = asked.form();
        App app = clients.forTokens(sql, asked, credentials);
        App.Oidc config = AppGrants.require(app, App.GrantType.REFRESH_TOKEN, "refresh_token");
        String token = TokenEndpoint.required(form, "refresh_token");
        Stored<OidcSession> session = sessions.byRefreshToken(sql, instance, token)
                .filter(found -> found.state().clientId().equals(config.clientId()))
                .orElseThrow(RefreshTokenGrant::wrongToken);
        Stored<User> user = users.find(sql, instance, session.state().userId())
                .filter(found -> Tokens.maySignIn(found.state()))
                .orElseThrow(() -> OAuthProblem.invalidGrant("the user is not active"));
        return new Presented(config, !clients.demanded(asked.context(), app).isFapi(), token, session, user);
    }

    /** A client may ask for less than it was granted, never for more. */
    private static List<String> scopes(OidcSession session, Parameters form) {
        List<String> asked = form.first("scope").map(Scopes::parse).orElse(session.scopes());
        if (!session.scopes().containsAll(asked)) {
            throw OAuthProblem.of(OAuth2Error.INVALID_SCOPE, "scope exceeds what was granted");
        }
        return asked;
    }

    private IssuedTokens renew(
            TokenRequest asked, Presented presented, RefreshToken current, List<String> scopes, Instant now) {
        Context context = asked.context();
        OidcSession session = presented.session.state();
        Grant grant = new Grant(
                presented.user,
                session.clientId(),
                session.session(),
                scopes,
                session.audience(),
                asked.target(session.audience()),
                session.authMethods(),
                session.authenticatedAt(),
                session.acr(),
                "",
                asked.jkt(),
                null,
                AppGrants.format(presented.app));
        String id = presented.session.id();
        String refreshToken = presented.rotates ? Secrets.token() : "";
        IssuedTokens issued = issuer.issue(context, id, grant, refreshToken, now);
        Instant idleUntil = now.plus(issuer.lifetimes(context).refreshIdle());
        RefreshTokenRenewed renewed = new RefreshTokenRenewed(
                presented.rotates ? issuer.refreshTokenId(id) : current.id(),
                presented.rotates ? Secrets.hash(refreshToken) : current.hash(),
                idleUntil.isBefore(current.expiresAt()) ? idleUntil : current.expiresAt(),
                AppGrants.refreshKey(presented.app, asked.jkt()));
        Renewal renewal = new Renewal(issued.added(), renewed);
        if (!store.write(tx -> sessions.renew(tx, context.instanceId(), presented.token, renewal))) {
            throw wrongToken();
        }
        return issued;
    }

    private static OAuthProblem wrongToken() {
        return OAuthProblem.invalidGrant("the refresh token is unknown, expired, revoked or used");
    }
}
