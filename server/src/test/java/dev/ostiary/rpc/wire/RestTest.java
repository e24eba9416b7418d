package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.wire.RecordingApi.Received;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestTest {

    private static final String ADD = "/admin/v1/idps/generic_oidc";
    private static final String GOOD = "{\"name\":\"n\",\"issuer\":\"i\",\"clientId\":\"c\",\"clientSecret\":\"s\"}";

    private final RecordingApi recorded = new RecordingApi();
    private final Api api = recorded.api();

    private Response send(String method, String target, String token, String body) {
        return api.handle(Requests.json(method, target, token, body));
    }

    private Response add(String body, Map<String, String> headers) {
        return api.handle(Requests.of("POST", ADD, body.getBytes(StandardCharsets.UTF_8), headers));
    }

    @Test
    void aCallIsAnswered() {
        Response answer = send("POST", ADD, "iamowner", GOOD);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Requests.text(answer)).isEqualTo("{\"id\":\"42\"}");
        assertThat(Requests.header(answer, "Content-Type")).contains("application/json");
        assertThat(Requests.header(answer, "Cache-Control")).contains("no-store");
        assertThat(Requests.header(answer, "Pragma")).contains("no-cache");
        assertThat(Requests.header(answer, "X-Robots-Tag")).contains("none");
        assertThat(Requests.header(answer, "Vary")).contains("Origin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{          | ``        | nope | 400 | unexpected EOF",
                "{}         | ``        | nope | 401 | auth header missing",
                "{}         | wrong     | nope | 401 | Errors.Token.Invalid (AUTH-7fs1e)",
                "{}         | norole    | nope | 403 | Organisation doesn't exist (AUTH-Bs7Ds)",
                "{}         | norole    | ``   | 403 | membership not found (AUTHZ-cdgFk)",
                "{}         | orgowner  | 20   | 403 | membership not found (AUTHZ-cdgFk)",
                "{}         | orgowner  | 10   | 403 | No matching permissions found (AUTH-5mWD2)",
                "{}         | iamviewer | 20   | 403 | No matching permissions found (AUTH-5mWD2)",
                "{\"name\":\"n\"} | iamowner | ``   | 400 | invalid AddGenericOIDCProviderRequest.Issuer: value length must be between 1 and 200 runes, inclusive"
            })
    void whatIsWrongFirstIsSaidFirst(String body, String token, String organization, int status, String message) {
        Map<String, String> headers = token.isEmpty()
                ? Map.of("x-zitadel-orgid", organization)
                : Map.of("x-zitadel-orgid", organization, "Authorization", "Bearer " + token);
        Response answer = add(body, headers);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(Requests.text(answer)).contains("\"message\":\"" + message + "\"");
        assertThat(recorded.received).isEmpty();
    }

    @Test
    void anErrorHasNumberMessageAndDetail() {
        assertThat(Requests.text(send("POST", ADD, "norole", GOOD)))
                .isEqualTo("{\"code\":7,\"message\":\"membership not found (AUTHZ-cdgFk)\",\"details\":[{"
                        + "\"@type\":\"type.googleapis.com/zitadel.v1.ErrorDetail\","
                        + "\"id\":\"AUTHZ-cdgFk\",\"message\":\"membership not found\"}]}");
        assertThat(Requests.text(send("POST", ADD, "", GOOD)))
                .isEqualTo("{\"code\":16,\"message\":\"auth header missing\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic abc", "bearer iamowner", "Bearer", "Bearer ", "iamowner", ""})
    void anotherSchemeIsRefused(String authorization) {
        Response answer = add(GOOD, Map.of("Authorization", authorization));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(Requests.text(answer)).contains("invalid auth header (AUTH-toLo1)");
        assertThat(Requests.header(answer, "WWW-Authenticate")).contains("invalid auth header (AUTH-toLo1)");
    }

    @Test
    void anUnknownHostIsNotFoundBeforeAnythingElse() {
        Response answer = add("{", Map.of("Host", "other.example.com"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(Requests.text(answer)).startsWith("{\"code\":5,");
    }

    @Test
    void theHeaderNamesTheOrganizationByIdOrDomain() {
        add(GOOD, Map.of("Authorization", "Bearer iamowner"));
        add(GOOD, Map.of("Authorization", "Bearer iamowner", "x-zitadel-orgid", "20"));
        add(GOOD, Map.of("Authorization", "Bearer iamowner", "x-zitadel-orgid", "second.example.com"));
        assertThat(recorded.received).extracting(r -> r.call().organization()).containsExactly("10", "20", "20");
    }

    @Test
    void theRequestNamesTheOrganizationBeforeTheHeader() {
        String body = "{\"organization\":{\"orgDomain\":\"second.example.com\"},"
                + "\"profile\":{\"givenName\":\"a\",\"familyName\":\"b\"},\"email\":{\"email\":\"a@b.c\"}}";
        Map<String, String> headers = Map.of("Authorization", "Bearer iamowner", "x-zitadel-orgid", "10");
        Response answer =
                api.handle(Requests.of("POST", "/v2/users/human", body.getBytes(StandardCharsets.UTF_8), headers));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(recorded.received.element().call().organization()).isEqualTo("20");
    }

    @Test
    void thePathWinsOverTheBodyAndTheQueryIsIgnoredBesideABody() {
        String body = "{\"id\":\"2\",\"name\":\"n\",\"issuer\":\"i\",\"clientId\":\"c\"}";
        assertThat(send("PUT", ADD + "/1?name=q", "iamowner", body).status()).isEqualTo(200);
        assertThat(recorded.received.element().message().toString()).contains("id: \"1\"", "name: \"n\"");
    }

    @Test
    void aCallWithoutABodyIgnoresWhatIsSent() {
        assertThat(send("DELETE", "/admin/v1/idps/templates/7?id=8&foo=bar", "iamowner", "{broken")
                        .status())
                .isEqualTo(200);
        assertThat(recorded.received.element().message().toString()).contains("id: \"7\"");
    }

    @Test
    void aCallWithoutATokenHasNoCaller() {
        assertThat(send("GET", "/admin/v1/healthz", "", "").status()).isEqualTo(200);
        Received received = recorded.received.element();
        assertThat(received.call().caller().userId()).isEmpty();
        assertThat(received.call().organization()).isEmpty();
        assertThat(received.call().origin()).isEqualTo("http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,  /admin/v1/nope,                       404",
        "POST,  /admin/v1/idps/generic_oidc/a%2Fb,    404",
        "PUT,   /admin/v1/idps/generic_oidc/a%2Fb,    404",
        "GET,   /,                                    404",
        "GET,   /admin/v1,                            404",
        "GET,   /zitadel.admin.v1.AdminService/Healthz, 404",
        "PATCH, /admin/v1/idps/generic_oidc,          405",
        "HEAD,  /admin/v1/idps/generic_oidc,          405",
        "POST,  /admin/v1/idps/generic_oidc/,         405",
        "OPTIONS, /admin/v1/idps/generic_oidc,        405"
    })
    void aPathOfNoCallIsNotFoundAndAnotherMethodNotAllowed(String method, String path, int status) {
        Response answer = send(method, path, "iamowner", "{}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(Requests.text(answer))
                .isEqualTo(
                        status == 404
                                ? "{\"code\":5,\"message\":\"Not Found\"}"
                                : "{\"code\":12,\"message\":\"Method Not Allowed\"}");
    }

    @Test
    void anEncodedVariableIsDecoded() {
        assertThat(send("DELETE", "/admin/v1/idps/templates/%C3%A4%20+b", "iamowner", "")
                        .status())
                .isEqualTo(200);
        assertThat(recorded.received.element().message().getAllFields().values())
                .containsExactly("ä +b");
    }

    @Test
    void emptySegmentsAreRedirectedToThePathWithout() {
        Response answer = send("POST", "//admin/v1//idps/generic_oidc?a=b", "iamowner", GOOD);
        assertThat(answer.status()).isEqualTo(301);
        assertThat(Requests.header(answer, "Location")).contains("/admin/v1/idps/generic_oidc?a=b");
    }

    @Test
    void aRedirectNeverLeadsToAnotherHost() {
        assertThat(Requests.header(send("GET", "//\\evil.example.com//", "", ""), "Location"))
                .isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        Response answer = send("POST", ADD, "iamowner", "{\"name\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(Requests.text(answer)).startsWith("{\"code\":8,");
    }

    @Test
    void textsFollowTheLanguageOfTheCaller() {
        String missing = GOOD.replace("\"n\"", "\"missing\"");
        Map<String, String> german =
                Map.of("Authorization", "Bearer iamowner", "Accept-Language", "fr;q=0.9, de-CH;q=0.8");
        assertThat(Requests.text(add(missing, Map.of("Authorization", "Bearer iamowner"))))
                .contains("Identity Provider Configuration doesn't exist (INST-Dg331)");
        assertThat(Requests.text(add(missing, german)))
                .contains("Die Konfiguration des Identitätsanbieters existiert nicht (INST-Dg331)")
                .contains("\"message\":\"Die Konfiguration des Identitätsanbieters existiert nicht\"}");
    }

    @Test
    void aDefectIsAnsweredWithAReferenceAndNothingOfTheInside() {
        Response answer = send("POST", ADD, "iamowner", GOOD.replace("\"n\"", "\"broken\""));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(Requests.text(answer)).matches("\\{\"code\":13,\"message\":\"internal error \\([0-9a-f]{8}\\)\"}");
    }

    @Test
    void aChangeThatSomebodyElseOvertookIsAConflictAndNoDefect() {
        Response answer = send("POST", ADD, "iamowner", GOOD.replace("\"n\"", "\"overtaken\""));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(Requests.text(answer)).contains("\"code\":10").doesNotContain("idp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unlucky", "crowded"})
    void aServerThatIsTooBusySaysWhenToTryAgain(String name) {
        Response answer = send("POST", ADD, "iamowner", GOOD.replace("\"n\"", "\"" + name + "\""));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).contains(new Response.Header("Retry-After", "1"));
        assertThat(Requests.text(answer)).contains("\"code\":14").doesNotContain("queue");
    }

    @Test
    void nulInATextIsRefused() {
        Response answer = send("POST", ADD, "iamowner", GOOD.replace("\"n\"", "\"a\\u0000b\""));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(Requests.text(answer)).contains("must not contain U+0000");
        assertThat(send("DELETE", "/admin/v1/idps/templates/a%00", "iamowner", "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theTypedMessageReachesTheFeature() {
        send("POST", ADD, "iamowner", GOOD);
        assertThat(recorded.received.element().message())
                .isEqualTo(AddGenericOIDCProviderRequest.newBuilder()
                        .setName("n")
                        .setIssuer("i")
                        .setClientId("c")
                        .setClientSecret("s")
                        .build());
    }
}
