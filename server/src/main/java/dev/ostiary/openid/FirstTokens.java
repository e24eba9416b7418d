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
import java.util.List;
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
        Grant grant = grant(user, code, asked.target(code.audience()), asked.jkt(), AppGrants.format(app));
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

    /**
     * What a client gets first tokens for.
     *
     * @param target see {@link Grant}, like {@code jkt}
     */
    static Grant grant(
            Stored<User> user, AuthorizationCode code, List<String> target, @Nullable String jkt, Grant.Format format) {
        return new Grant(
                user,
                code.clientId(),
                code.session(),
                code.scopes(),
                code.audience(),
                target,
                code.authMethods(),
                code.authenticatedAt(),
                code.acr(),
                code.nonce(),
                jkt,
                null,
                format);
    }

    /** See {@link #wantNotice(Transaction, Context, App.Oidc, String, Lifetimes)}; who got no ID token doesn't know the session. */
    void wantNotice(Transaction tx, Context context, App.Oidc app, Lifetimes lifetimes) {
        if (!issued.idToken().isEmpty()) {
            wantNotice(tx, context, app, beginning.session().session(), lifetimes);
        }
    }

    /** An application that wants to hear of the end of the session will (OpenID Connect Back-Channel Logout section 2.2). */
    static void wantNotice(Transaction tx, Context context, App.Oidc app, String session, Lifetimes lifetimes) {
        if (!app.backChannelLogoutUri().isEmpty()) {
            new LogoutNotices()
                    .register(
                            tx,
                            context.instanceId(),
                            session,
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
