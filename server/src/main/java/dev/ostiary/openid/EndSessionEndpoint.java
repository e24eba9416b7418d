package dev.ostiary.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Store;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The end session endpoint (OpenID Connect RP-Initiated Logout section 2).
 *
 * <p>An ID token of ours names the session that ends. Without one anybody may have sent the browser here, so the login pages ask the person
 * first.
 */
final class EndSessionEndpoint {
    static final String PATH = "/oidc/v1/end_session";
    private static final String ASK = "/ui/login/logout";

    private final Store store;
    private final SigningKeys keys;
    private final OidcSessions sessions;
    private final PostLogout postLogout;
    private final SignIn.Termination termination;

    EndSessionEndpoint(
            Store store,
            SigningKeys keys,
            OidcSessions sessions,
            PostLogout postLogout,
            SignIn.Termination termination) {
        this.store = store;
        this.keys = keys;
        this.sessions = sessions;
        this.postLogout = postLogout;
        this.termination = termination;
    }

    Response answer(Context context, Request request) {
        boolean post = request.method().equals("POST");
        Parameters parameters = post ? request.form() : request.queryParameters();
        parameters.repeated().ifPresent(name -> {
            throw OAuthProblem.invalidRequest("a parameter may be sent only once");
        });
        int status = post ? 303 : 302;
        String hint = parameters.first("id_token_hint").orElse("");
        return hint.isEmpty()
                ? Responses.redirect(status, ask(context, parameters))
                : Responses.redirect(status, end(context, parameters, hint));
    }

    private String end(Context context, Parameters parameters, String hint) {
        JWTClaimsSet idToken = keys.of(context.instanceId())
                .verified(hint)
                .filter(claims -> context.issuer().equals(claims.getIssuer()))
                .orElseThrow(() -> OAuthProblem.invalidRequest("id_token_hint invalid"));
        String clientId = text(idToken, "azp");
        if (parameters.first("client_id").filter(id -> !id.equals(clientId)).isPresent()) {
            throw OAuthProblem.invalidRequest("client_id does not match id_token_hint");
        }
        String target = target(context, clientId, parameters);
        String session = text(idToken, "sid");
        return session.isEmpty()
                ? target
                : end(context, session, Objects.requireNonNullElse(idToken.getSubject(), ""), target);
    }

    /** Tokens may have outlived their session: they end here, whether there is still a session or not. */
    private String end(Context context, String session, String actor, String target) {
        store.write(tx -> {
            sessions.endSession(tx, context.instanceId(), session, actor);
            return session;
        });
        return termination.end(context, session, actor, target);
    }

    private String target(Context context, String clientId, Parameters parameters) {
        return postLogout
                .target(
                        context.instanceId(),
                        clientId,
                        parameters.first("post_logout_redirect_uri").orElse(""),
                        parameters.first("state").orElse(""))
                .orElseThrow(() -> OAuthProblem.invalidRequest("post_logout_redirect_uri invalid"));
    }

    /** The page asks {@link PostLogout} again: what stands in a query can be changed by whoever has the browser. */
    private String ask(Context context, Parameters parameters) {
        String clientId = parameters.first("client_id").orElse("");
        target(context, clientId, parameters);
        Map<String, String> query = new LinkedHashMap<>();
        for (String name :
                new String[] {"client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales"}) {
            parameters.first(name).ifPresent(value -> query.put(name, value));
        }
        return query.isEmpty() ? ASK : ASK + "?" + Responses.encode(query);
    }

    private static String text(JWTClaimsSet claims, String name) {
        try {
            return Objects.requireNonNullElse(claims.getStringClaim(name), "");
        } catch (ParseException notText) {
            return "";
        }
    }
}
