package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.ostiary.app.App;
import dev.ostiary.grant.AuthorizationCode;
import dev.ostiary.grant.AuthorizationCodes;
import dev.ostiary.grant.AuthorizationCodes.Issued;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Parameters;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The authorization code grant (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
 *
 * <p>A code that is presented twice has been seen by somebody else: what the first use brought is revoked (RFC 9700 section 4.5).
 */
final class AuthorizationCodeGrant implements TokenEndpoint.GrantType {
    private final Store store;
    private final ClientAuthentication clients;
    private final Users users;
    private final AuthorizationCodes codes;
    private final OidcSessions sessions;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    AuthorizationCodeGrant(
            Store store,
            ClientAuthentication clients,
            Users users,
            AuthorizationCodes codes,
            OidcSessions sessions,
            TokenIssuer issuer,
            InstantSource clock) {
        this.store = store;
        this.clients = clients;
        this.users = users;
        this.codes = codes;
        this.sessions = sessions;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** A code whose client proved who it is. */
    private record Presented(App.Oidc app, Issued issued, Stored<User> user) {}

    @Override
    public IssuedTokens redeem(TokenRequest asked) {
        Context context = asked.context();
        Parameters form = asked.form();
        ClientCredentials credentials = clients.credentials(context, asked.request(), form);
        Presented presented = store.read(sql -> presented(sql, asked, credentials));
        if (presented.issued.used()) {
            revoke(context.instanceId(), presented.issued.oidcSession());
            throw wrongCode();
        }
        check(presented, asked, clock.instant());
        return exchange(asked, presented);
    }

    private Presented presented(Handle sql, TokenRequest asked, ClientCredentials credentials) {
        String instance = asked.context().instanceId();
        Parameters form = asked.form();
        App app = clients.forTokens(sql, asked, credentials);
        App.Oidc config = AppGrants.require(app, App.GrantType.AUTHORIZATION_CODE, "authorization_code");
        String code = TokenEndpoint.required(form, "code");
        Issued issued = codes.find(sql, instance, code)
                .filter(found -> found.code().clientId().equals(config.clientId()))
                .orElseThrow(AuthorizationCodeGrant::wrongCode);
        Stored<User> user = users.find(sql, instance, issued.code().userId())
                .filter(found -> Tokens.maySignIn(found.state()))
                .orElseThrow(() -> OAuthProblem.invalidGrant("the user is not active"));
        return new Presented(config, issued, user);
    }

    private static void check(Presented presented, TokenRequest asked, Instant now) {
        Parameters form = asked.form();
        AuthorizationCode code = presented.issued.code();
        if (!now.isBefore(presented.issued.expiresAt())) {
            throw wrongCode();
        }
        if (!code.redirectUri().equals(TokenEndpoint.required(form, "redirect_uri"))) {
            throw OAuthProblem.invalidGrant("redirect_uri does not correspond");
        }
        if (code.jkt() != null && !code.jkt().equals(asked.jkt())) {
            throw OAuthProblem.invalidGrant("the code is bound to another key");
        }
        checkVerifier(code.codeChallenge(), form.first("code_verifier"));
    }

    /** A verifier without a challenge means that somebody stripped the challenge from the request (RFC 9700 section 4.8.2). */
    private static void checkVerifier(String challenge, Optional<String> verifier) {
        if (challenge.isEmpty()) {
            if (verifier.isPresent()) {
                throw OAuthProblem.invalidGrant("code_verifier unexpectedly provided");
            }
            return;
        }
        String sent = verifier.orElseThrow(() -> OAuthProblem.invalidGrant("code_verifier required"));
        if (!proves(sent, challenge)) {
            throw OAuthProblem.invalidGrant("invalid code_verifier");
        }
    }

    static boolean proves(String verifier, String challenge) {
        try {
            return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                    .equals(CodeChallenge.parse(challenge));
        } catch (IllegalArgumentException | ParseException malformed) {
            return false;
        }
    }

    private IssuedTokens exchange(TokenRequest asked, Presented presented) {
        FirstTokens first = FirstTokens.make(
                issuer, asked, presented.app, presented.user, presented.issued.code(), clock.instant());
        if (!store.write(tx -> begin(tx, asked.context(), presented, first))) {
            throw wrongCode();
        }
        return first.issued();
    }

    /** @return false when the code is gone, or was used in the meantime */
    private boolean begin(Transaction tx, Context context, Presented presented, FirstTokens first) {
        String instance = context.instanceId();
        Optional<Issued> before = codes.use(
                tx, instance, presented.issued.hash(), first.beginning().id());
        if (before.isEmpty()) {
            return false;
        }
        if (before.get().used()) {
            revoke(tx, instance, before.get().oidcSession());
            return false;
        }
        sessions.begin(tx, instance, first.beginning());
        first.wantNotice(tx, context, presented.app, issuer.lifetimes(context));
        return true;
    }

    private void revoke(String instance, String oidcSession) {
        store.write(tx -> revoke(tx, instance, oidcSession));
    }

    private boolean revoke(Transaction tx, String instance, String oidcSession) {
        return sessions.find(tx.sql(), instance, oidcSession)
                .map(session -> {
                    sessions.revoke(tx, session, session.state().userId());
                    return true;
                })
                .orElse(false);
    }

    private static OAuthProblem wrongCode() {
        return OAuthProblem.invalidGrant("the code is unknown, expired or used");
    }
}
