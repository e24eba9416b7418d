package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.grant.AuthorizationCode;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.OidcSessions.Beginning;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tokens of the implicit flow, which the browser brings to the application (OpenID Connect Core section 3.2). There is no refresh token
 * among them, and none is bound to a key: nobody has proved one.
 */
final class ImplicitTokens {
    private final TokenIssuer issuer;
    private final OidcSessions sessions;
    private final Counter issued;

    ImplicitTokens(TokenIssuer issuer, OidcSessions sessions, TokenMetrics metrics) {
        this.issuer = issuer;
        this.sessions = sessions;
        this.issued = metrics.issued("implicit");
    }

    /**
     * Tokens that are still to be recorded.
     *
     * @param fields of the answer (OpenID Connect Core section 3.2.2.5)
     */
    record Made(Map<String, String> fields, Beginning beginning) {
        @Override
        public String toString() {
            return "Made[" + beginning.id() + "]";
        }
    }

    /**
     * Makes what was asked for. Signing takes too long for a transaction.
     *
     * @param type ID_TOKEN or ID_TOKEN_TOKEN
     * @param granted what a code would stand for
     * @throws Problem OIDC-foSyH49RvL where the user may not sign in to the application any more
     */
    Made make(
            Context context,
            ResponseType type,
            App.Oidc app,
            Stored<User> user,
            AuthorizationCode granted,
            Instant now) {
        try {
            return type == ResponseType.ID_TOKEN
                    ? idToken(context, app, user, granted, now)
                    : both(context, app, user, granted, now);
        } catch (OAuthProblem overtaken) {
            throw Problem.denied("OIDC-foSyH49RvL", "Errors.User.GrantRequired");
        }
    }

    /** Without an access token nobody can ask for the claims, so the ID token has them (OpenID Connect Core section 5.4). */
    private Made idToken(Context context, App.Oidc app, Stored<User> user, AuthorizationCode granted, Instant now) {
        Grant grant = FirstTokens.grant(
                user, granted, granted.audience(), null, AppGrants.format(app).withUserClaims());
        String idToken = issuer.idToken(context, grant, now);
        return new Made(
                Map.of("id_token", idToken),
                new Beginning(issuer.newSession(), granted.owner(), TokenIssuer.added(grant), null, null));
    }

    private Made both(Context context, App.Oidc app, Stored<User> user, AuthorizationCode granted, Instant now) {
        Grant grant = FirstTokens.grant(user, granted, granted.audience(), null, AppGrants.format(app));
        String session = issuer.newSession();
        IssuedTokens tokens = issuer.issue(context, session, grant, "", now);
        Map<String, String> fields = new LinkedHashMap<>();
        tokens.answer(now).forEach((name, value) -> fields.put(name, value.toString()));
        return new Made(
                fields, new Beginning(session, granted.owner(), TokenIssuer.added(grant), tokens.added(), null));
    }

    /** Records tokens, which count from then on. */
    Map<String, String> begin(Transaction tx, Context context, App.Oidc app, Made made) {
        sessions.begin(tx, context.instanceId(), made.beginning);
        FirstTokens.wantNotice(tx, context, app, made.beginning.session().session(), issuer.lifetimes(context));
        issued.increment();
        return made.fields;
    }
}
