package dev.ostiary;

import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Parameters;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sign-in page of somebody else's, which does everything by calls, and an application that sends people to it. */
final class PageElsewhere {
    static final String ADDRESS = "https://login.example.com/in/";

    private static final String REDIRECT = "https://app.example.com/cb";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static final String CHALLENGE = "IdFsue1MJJJtybEPX0invmHHuW1I7Ai5LXVlXpENjsk";

    private final ApiInProcess server;
    private final Robot page;
    private final String client;

    /** @param project the application's */
    PageElsewhere(ApiInProcess server, String project) {
        this.server = server;
        this.page = server.robot("page");
        server.admin("POST", "/admin/v1/members", "{'userId':'" + page.id() + "','roles':['IAM_LOGIN_CLIENT']}")
                .ok();
        this.client = server.admin(
                        "POST",
                        "/management/v1/projects/" + project + "/apps/oidc",
                        "{'name':'web','redirectUris':['" + REDIRECT + "'],"
                                + "'responseTypes':['OIDC_RESPONSE_TYPE_CODE'],"
                                + "'grantTypes':['OIDC_GRANT_TYPE_AUTHORIZATION_CODE'],"
                                + "'appType':'OIDC_APP_TYPE_USER_AGENT','authMethodType':'OIDC_AUTH_METHOD_TYPE_NONE',"
                                + "'loginVersion':{'loginV2':{'baseUri':'" + ADDRESS + "'}}}")
                .ok()
                .text("clientId");
    }

    Answer call(String method, String path, String body) {
        return server.call(page.token(), "", method, path, body);
    }

    /** Begins a sign-in through a provider. */
    Answer start(String idp, String success, String failure) {
        return call(
                "POST",
                "/v2/idp_intents",
                "{'idpId':'" + idp + "','urls':{'successUrl':'" + success + "','failureUrl':'" + failure + "'}}");
    }

    /** The person agrees at the provider; returns where the browser is sent then. */
    URI back(TestProvider op, Answer started) {
        return server.location("/idps/callback", op.agree(URI.create(started.text("authUrl"))));
    }

    /** Returns who it is that came back, for who brings the intent's token. */
    Answer retrieve(Parameters brought) {
        return call(
                "POST",
                "/v2/idp_intents/" + given(brought, "id"),
                "{'idpIntentToken':'" + given(brought, "token") + "'}");
    }

    /** The check of a session that uses what the browser has brought. */
    static String intent(Parameters brought) {
        return "'idpIntent':{'idpIntentId':'" + given(brought, "id") + "','idpIntentToken':'" + given(brought, "token")
                + "'}";
    }

    /** The application asks for somebody; returns the id of its request. */
    String ask(String scope) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", client);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("scope", scope);
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return given(query(server.location("/oauth/v2/authorize", parameters)), "authRequest");
    }

    /** Answers the application's request with a session; returns the tokens that it gets. */
    Answer finish(String request, Answer session) {
        String url = call(
                        "POST",
                        "/v2/oidc/auth_requests/" + request,
                        "{'session':{'sessionId':'" + session.text("sessionId") + "','sessionToken':'"
                                + session.text("sessionToken") + "'}}")
                .ok()
                .text("callbackUrl");
        return server.post(
                        "/oauth/v2/token",
                        Map.of(
                                "grant_type", "authorization_code",
                                "code", given(query(URI.create(url)), "code"),
                                "redirect_uri", REDIRECT,
                                "client_id", client,
                                "code_verifier", VERIFIER))
                .ok();
    }

    static Parameters query(URI address) {
        return Parameters.parse(address.getRawQuery());
    }

    private static String given(Parameters brought, String name) {
        return brought.first(name).orElseThrow();
    }
}
