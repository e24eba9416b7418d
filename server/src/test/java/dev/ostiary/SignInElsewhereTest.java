package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-in page of somebody else's: it makes sessions by calls, and answers what applications and devices ask for. */
class SignInElsewhereTest {
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static final String CHALLENGE = "IdFsue1MJJJtybEPX0invmHHuW1I7Ai5LXVlXpENjsk";
    private static final String PASSWORD = "Secret-Password1!";
    private static final String BOTH =
            "{'checks':{'user':{'loginName':'mia'},'password':{'password':'" + PASSWORD + "'}}}";

    private ApiInProcess server;
    private Robot page;
    private String mia;
    private String project;
    private String client;

    /** A session with its last token. */
    private record Begun(String id, String token) {
        String json() {
            return "{'session':{'sessionId':'" + id + "','sessionToken':'" + token + "'}}";
        }
    }

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        server = new ApiInProcess(data);
        page = server.robot("page");
        server.admin("POST", "/admin/v1/members", "{'userId':'" + page.id() + "','roles':['IAM_LOGIN_CLIENT']}")
                .ok();
        mia = server.admin(
                        "POST",
                        "/v2/users/human",
                        "{'username':'mia','profile':{'givenName':'Mia','familyName':'M'},"
                                + "'email':{'email':'mia@example.com','isVerified':true},'password':{'password':'"
                                + PASSWORD + "'}}")
                .text("userId");
        project = server.admin("POST", "/management/v1/projects", "{'name':'Shop'}")
                .ok()
                .text("id");
        client = app("'loginVersion':{'loginV2':{'baseUri':'https://login.example.com/in/'}}");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private String app(String more) {
        return server.admin(
                        "POST",
                        "/management/v1/projects/" + project + "/apps/oidc",
                        "{'name':'web','redirectUris':['https://app.example.com/cb'],"
                                + "'responseTypes':['OIDC_RESPONSE_TYPE_CODE'],"
                                + "'grantTypes':['OIDC_GRANT_TYPE_AUTHORIZATION_CODE','OIDC_GRANT_TYPE_DEVICE_CODE'],"
                                + "'appType':'OIDC_APP_TYPE_USER_AGENT','authMethodType':'OIDC_AUTH_METHOD_TYPE_NONE',"
                                + more + "}")
                .ok()
                .text("clientId");
    }

    private Answer call(String method, String path, String body) {
        return server.call(page.token(), "", method, path, body);
    }

    private Begun begin(String body) {
        Answer begun = call("POST", "/v2/sessions", body);
        assertThat(begun.status()).as("%s", begun.body()).isEqualTo(201);
        return new Begun(begun.text("sessionId"), begun.text("sessionToken"));
    }

    private URI authorize(String... more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "client_id", client,
                "redirect_uri", "https://app.example.com/cb",
                "response_type", "code",
                "scope", "openid",
                "state", "st",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return server.location("/oauth/v2/authorize", parameters);
    }

    private String ask(String... more) {
        return authorize(more).getQuery().replaceFirst(".*authRequest=", "");
    }

    private static String parameter(String url, String name) {
        return URI.create(url).getQuery().replaceFirst(".*\\b" + name + "=([^&]*).*", "$1");
    }

    // Sessions

    @Test
    void aSessionTellsWhoProvedWhatAndWhatWasKeptWithIt() {
        Begun begun = begin("{'checks':{'user':{'userId':'" + mia + "'},'password':{'password':'" + PASSWORD + "'}},"
                + "'metadata':{'k':'dmFsdWU='},'userAgent':{'ip':'192.0.2.1','header':{'a':{'values':['b']},'Cookie':{'values':['s=1']}}},"
                + "'lifetime':'60s'}");

        Answer read = call("GET", "/v2/sessions/" + begun.id(), "").ok();

        assertThat(read.text("session.factors.user.id")).isEqualTo(mia);
        assertThat(read.text("session.factors.user.loginName")).isEqualTo("mia");
        assertThat(read.text("session.factors.user.verifiedAt")).startsWith("20");
        assertThat(read.text("session.factors.password.verifiedAt"))
                .isEqualTo(read.text("session.factors.user.verifiedAt"));
        assertThat(read.text("session.metadata.k")).isEqualTo("dmFsdWU=");
        assertThat(read.text("session.userAgent.ip")).isEqualTo("192.0.2.1");
        assertThat(read.body().toString()).doesNotContain("s=1");
        assertThat(read.text("session.expirationDate")).startsWith("20");
    }

    @Test
    void aSessionGoesOnStepByStepAndEachTokenIsGoodUntilTheNext() {
        Begun begun = begin("{'checks':{'user':{'loginName':'mia'}}}");
        String path = "/v2/sessions/" + begun.id();
        String body = "{'sessionToken':'" + begun.token() + "','checks':{'password':{'password':'" + PASSWORD + "'}}}";

        String token = server.call(server.robot("any").token(), "", "PATCH", path, body)
                .ok()
                .text("sessionToken");

        assertThat(token).isNotEmpty().isNotEqualTo(begun.token());
        call("PATCH", path, body).refused(403, "COMMAND-sGr42");
        Answer unchanged =
                call("PATCH", path, "{'sessionToken':'" + token + "'}").ok();
        assertThat(unchanged.body().has("sessionToken")).isFalse();
        call("PATCH", path, "{'metadata':{'k':'dmFsdWU='}}").ok();
    }

    @Test
    void whatIsWrongIsRefusedAndBeginsNoSession() {
        Answer wrong =
                call("POST", "/v2/sessions", "{'checks':{'user':{'loginName':'mia'},'password':{'password':'wrong'}}}");
        wrong.refused(400, "COMMAND-3M0fs");
        call("POST", "/v2/sessions", "{'checks':{'password':{'password':'x'}}}").refused(400, "COMMAND-Sfw3f");
        call("POST", "/v2/sessions", "{'checks':{'user':{'loginName':'nobody'}}}")
                .refused(404, "QUERY-Dfbg2");
        call("POST", "/v2/sessions", "{'checks':{'totp':{'code':'123456'}}}").refused(501, "SESSION-Fa3ct");
        server.call(server.robot("any").token(), "", "POST", "/v2/sessions", BOTH)
                .refused(403, "AUTHZ-cdgFk");
    }

    @Test
    void theUserOfASessionStaysTheSame() {
        Begun begun = begin(BOTH);

        call("PATCH", "/v2/sessions/" + begun.id(), "{'checks':{'user':{'userId':'" + page.id() + "'}}}")
                .refused(400, "SESSION-Uc7no");
    }

    @Test
    void aSessionIsReadAndEndedByWhoMayOnly() {
        Begun begun = begin(BOTH);
        Robot stranger = server.robot("stranger");
        String path = "/v2/sessions/" + begun.id();

        server.call(stranger.token(), "", "GET", path, "").refused(403, "QUERY-dsfr3");
        server.call(stranger.token(), "", "DELETE", path, "{}").refused(403, "AUTHZ-cdgFk");
        server.call(stranger.token(), "", "DELETE", path, "{'sessionToken':'" + begun.token() + "'}")
                .ok();
        call("GET", path, "").refused(404, "QUERY-SFeaa");
        call("DELETE", path, "{}").ok();
    }

    // Applications

    @Test
    void theBrowserGoesToThePageOfTheApplicationAndThePageFinishes() {
        URI location = authorize("prompt", "login", "login_hint", "mia");
        assertThat(location.toString()).startsWith("https://login.example.com/in/login?authRequest=V2_");
        String id = location.getQuery().replace("authRequest=", "");
        Answer asked = call("GET", "/v2/oidc/auth_requests/" + id, "").ok();
        assertThat(asked.text("authRequest.clientId")).isEqualTo(client);
        assertThat(asked.text("authRequest.loginHint")).isEqualTo("mia");
        assertThat(asked.body().getAsJsonObject("authRequest").getAsJsonArray("prompt"))
                .hasToString("[\"PROMPT_LOGIN\"]");

        String url = call("POST", "/v2/oidc/auth_requests/" + id, begin(BOTH).json())
                .ok()
                .text("callbackUrl");

        assertThat(url).startsWith("https://app.example.com/cb?").contains("state=st");
        Answer tokens = server.post(
                        "/oauth/v2/token",
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                parameter(url, "code"),
                                "redirect_uri",
                                "https://app.example.com/cb",
                                "client_id",
                                client,
                                "code_verifier",
                                VERIFIER))
                .ok();
        assertThat(tokens.text("id_token")).isNotEmpty();
        call("POST", "/v2/oidc/auth_requests/" + id, begin(BOTH).json()).refused(404, "COMMAND-jae5P");
    }

    @Test
    void whoHasNotProvedWhoTheyAreGetsNoCode() {
        String id = ask();
        Begun known = begin("{'checks':{'user':{'loginName':'mia'}}}");

        call("POST", "/v2/oidc/auth_requests/" + id, known.json()).refused(400, "COMMAND-Hkl3d");
        call("POST", "/v2/oidc/auth_requests/" + id, new Begun(known.id(), "other").json())
                .refused(403, "COMMAND-sGr42");
        call("POST", "/v2/oidc/auth_requests/" + id, new Begun("17", "other").json())
                .refused(400, "COMMAND-Flk38");
        call("POST", "/v2/oidc/auth_requests/" + id, begin(BOTH).json()).ok();
    }

    @Test
    void thePageTellsTheApplicationAnError() {
        String id = ask("prompt", "none");

        String url = call(
                        "POST",
                        "/v2/oidc/auth_requests/" + id,
                        "{'error':{'error':'ERROR_REASON_LOGIN_REQUIRED','errorDescription':'nobody is there'}}")
                .ok()
                .text("callbackUrl");

        assertThat(url)
                .startsWith("https://app.example.com/cb?error=login_required&error_description=nobody+is+there")
                .contains("state=st");
    }

    @Test
    void onlyASignInPageMayReadAndAnswerRequests() {
        String id = ask();

        server.call(server.administrator, "", "GET", "/v2/oidc/auth_requests/" + id, "")
                .refused(403, "AUTH-5mWD2");
        server.call(
                        server.administrator,
                        "",
                        "POST",
                        "/v2/oidc/auth_requests/" + id,
                        begin(BOTH).json())
                .refused(403, "AUTH-5mWD2");
        call("GET", "/v2/oidc/auth_requests/V2_17", "").refused(404, "QUERY-Thee9");
    }

    @Test
    void aPageIsAnAddressOfTheWeb() {
        server.admin(
                        "POST",
                        "/management/v1/projects/" + project + "/apps/oidc",
                        "{'name':'bad','redirectUris':['https://app.example.com/cb'],"
                                + "'loginVersion':{'loginV2':{'baseUri':'javascript:alert(1)'}}}")
                .refused(400, "PROJECT-Lb2ur");
    }

    // Devices

    private Answer device() {
        return server.post("/oauth/v2/device_authorization", Map.of("client_id", client, "scope", "openid"))
                .ok();
    }

    private Answer poll(Answer device) {
        return server.post(
                "/oauth/v2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code",
                        device.text("device_code"),
                        "client_id",
                        client));
    }

    @Test
    void thePageLetsADeviceIn() {
        Answer device = device();
        Answer asked = call("GET", "/v2/oidc/device_authorization/" + device.text("user_code"), "")
                .ok();
        assertThat(asked.text("deviceAuthorizationRequest.appName")).isEqualTo("web");
        assertThat(asked.text("deviceAuthorizationRequest.projectName")).isEqualTo("Shop");
        String path = "/v2/oidc/device_authorization/" + asked.text("deviceAuthorizationRequest.id");
        Begun known = begin("{'checks':{'user':{'loginName':'mia'}}}");
        call("POST", path, known.json()).refused(400, "COMMAND-Hkl3d");

        call("POST", path, begin(BOTH).json()).ok();

        assertThat(poll(device).ok().text("access_token")).isNotEmpty();
        call("POST", path, "{'deny':{}}").refused(404, "COMMAND-D2hf2");
    }

    @Test
    void thePageTurnsADeviceAway() {
        Answer device = device();
        String id = call("GET", "/v2/oidc/device_authorization/" + device.text("user_code"), "")
                .ok()
                .text("deviceAuthorizationRequest.id");

        call("POST", "/v2/oidc/device_authorization/" + id, "{'deny':{}}").ok();

        assertThat(poll(device).text("error")).isEqualTo("access_denied");
        call("GET", "/v2/oidc/device_authorization/" + device.text("user_code"), "")
                .refused(404, "COMMAND-D2hf2");
    }
}
