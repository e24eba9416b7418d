package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.AuthorizationCode;
import dev.ostiary.grant.LogoutNotices;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenAdded;
import dev.ostiary.grant.OidcSessions.Beginning;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The first tokens that an application gets for a sign-in, and what is recorded of them.
 *
 * @param beginning is recorded in the transaction that uses up the code they are for
 */
record FirstTokens(IssuedTokens issued, Beginning beginning) {

    /** @param code what the tokens are for */
    static FirstTokens make(
            TokenIssuer issuer,
            TokenRequest asked,
            App.Oidc app,
            Stored<User> user,
            AuthorizationCode code,
            Instant now) {
        Grant grant = new Grant(
                user,
                code.clientId(),
                code.session(),
                code.scopes(),
                code.audience(),
                asked.target(code.audience()),
                code.authMethods(),
                code.authenticatedAt(),
                code.nonce(),
                asked.jkt(),
                null,
                AppGrants.format(app));
        String session = issuer.newSession();
        String refreshToken = mayRefresh(app, grant) ? Secrets.token() : "";
        IssuedTokens issued = issuer.issue(asked.context(), session, grant, refreshToken, now);
        return new FirstTokens(
                issued,
                new Beginning(
                        session,
                        code.owner(),
                        TokenIssuer.added(grant),
                        issued.added(),
                        refreshToken.isEmpty()
                                ? null
                                : refreshAdded(
                                        issuer,
                                        asked.context(),
                                        session,
                                        refreshToken,
                                        AppGrants.refreshKey(app, asked.jkt()),
                                        now)));
    }

    /** An application that wants to hear of the end of the session will (OpenID Connect Back-Channel Logout section 2.2). */
    void wantNotice(Transaction tx, Context context, App.Oidc app, Lifetimes lifetimes) {
        if (!app.backChannelLogoutUri().isEmpty() && !issued.idToken().isEmpty()) {
            new LogoutNotices()
                    .register(
                            tx,
                            context.instanceId(),
                            beginning.session().session(),
                            app.clientId(),
                            context.issuer(),
                            tx.now().plus(lifetimes.refreshTotal()));
        }
    }

    private static boolean mayRefresh(App.Oidc app, Grant grant) {
        return grant.scopes().contains(Scopes.OFFLINE_ACCESS)
                && app.grantTypes().contains(App.GrantType.REFRESH_TOKEN);
    }

    private static RefreshTokenAdded refreshAdded(
            TokenIssuer issuer,
            Context context,
            String session,
            String refreshToken,
            @Nullable String jkt,
            Instant now) {
        Lifetimes lifetimes = issuer.lifetimes(context);
        return new RefreshTokenAdded(
                issuer.refreshTokenId(session),
                Secrets.hash(refreshToken),
                now.plus(lifetimes.refreshIdle()),
                now.plus(lifetimes.refreshTotal()),
                jkt);
    }
}
