package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A product with sign-in pages of its own signs people in through a provider, by calls; the person sees its pages and the provider's. */
@ExtendWith(World.Shared.class)
class HeadlessSignInTest {
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static final String CHALLENGE = "IdFsue1MJJJtybEPX0invmHHuW1I7Ai5LXVlXpENjsk";

    private final World world;
    private final NodeParty party;
    private final Tenant tenant;
    private final Provider provider;
    /** The calls of the product's sign-in pages. */
    private final Api page;

    private final String client;

    HeadlessSignInTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.tenant = Tenant.create(world);
        this.provider = tenant.offered(party.origin(), Json.object("isCreationAllowed", true));
        this.page = Api.at(tenant.server().origin()).as(loginClient()).in(tenant.organization());
        this.client = application();
    }

    private String loginClient() {
        Api admin = tenant.server().api();
        String name = "pages-" + Tenant.unique();
        String user = admin.post("/management/v1/users/machine", Json.object("userName", name, "name", name))
                .ok()
                .string("userId");
        admin.post("/admin/v1/members", Json.object("userId", user, "roles", Json.array("IAM_LOGIN_CLIENT")))
                .ok();
        return admin.post("/management/v1/users/" + user + "/pats", Json.object())
                .ok()
                .string("token");
    }

    private String application() {
        String project = tenant.api()
                .post("/management/v1/projects", Json.object("name", "Headless"))
                .ok()
                .string("id");
        JsonObject app = Json.object(
                "name",
                "Headless",
                "redirectUris",
                Json.array(tenant.page("headless")),
                "responseTypes",
                Json.array("OIDC_RESPONSE_TYPE_CODE"),
                "grantTypes",
                Json.array("OIDC_GRANT_TYPE_AUTHORIZATION_CODE"),
                "appType",
                "OIDC_APP_TYPE_USER_AGENT",
                "authMethodType",
                "OIDC_AUTH_METHOD_TYPE_NONE",
                "devMode",
                true,
                "loginVersion",
                Json.object("loginV2", Json.object("baseUri", tenant.page("pages"))));
        return tenant.api()
                .post("/management/v1/projects/" + project + "/apps/oidc", app)
                .ok()
                .string("clientId");
    }

    /** The application sends the browser to the sign-in pages of the product: this is the request they answer. */
    private String authRequest() {
        String query = encoded(Map.of(
                "client_id",
                client,
                "redirect_uri",
                tenant.page("headless"),
                "response_type",
                "code",
                "scope",
                "openid profile",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
        String location = Api.at(tenant.server().origin())
                .get("/oauth/v2/authorize?" + query)
                .header("location");
        assertThat(location).startsWith(tenant.page("pages") + "/login?");
        return query(location).get("authRequest");
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> query(String url) {
        return Stream.of(URI.create(url).getRawQuery().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }

    private Answer start(String success) {
        JsonObject urls = Json.object("successUrl", success, "failureUrl", tenant.page("pages/failure?step=2"));
        return page.post("/v2/idp_intents", Json.object("idpId", provider.id(), "urls", urls));
    }

    private String authUrl() {
        return start(tenant.page("pages/success?step=2")).ok().string("authUrl");
    }

    /** What the browser brings to the success page. */
    private Map<String, String> brought(Account account) {
        try (Person person = Person.of(world)) {
            person.open(authUrl()).signInThere(account);
            person.page().waitForURL(tenant.page("pages/success") + "**");
            return query(person.page().url());
        }
    }

    private JsonObject known(Map<String, String> brought) {
        return page.post("/v2/idp_intents/" + brought.get("id"), Json.object("idpIntentToken", brought.get("token")))
                .ok()
                .json();
    }

    private Answer session(String user, Map<String, String> brought) {
        JsonObject intent = Json.object("idpIntentId", brought.get("id"), "idpIntentToken", brought.get("token"));
        JsonObject checks = Json.object("user", Json.object("userId", user), "idpIntent", intent);
        return page.post("/v2/sessions", Json.object("checks", checks));
    }

    /** The claims of the ID token that the application gets. */
    private JsonObject claims(String authRequest, Answer session) {
        JsonObject proof = Json.object(
                "sessionId", session.ok().string("sessionId"), "sessionToken", session.string("sessionToken"));
        String url = page.post("/v2/oidc/auth_requests/" + authRequest, Json.object("session", proof))
                .ok()
                .string("callbackUrl");
        String idToken = Api.at(tenant.server().origin())
                .form(
                        "/oauth/v2/token",
                        encoded(Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                query(url).get("code"),
                                "redirect_uri",
                                tenant.page("headless"),
                                "client_id",
                                client,
                                "code_verifier",
                                VERIFIER)))
                .ok()
                .string("id_token");
        String claims = new String(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]), StandardCharsets.UTF_8);
        return Json.parse(claims).getAsJsonObject();
    }

    @Test
    void somebodyNewGetsAUserAndIsKnownWhenTheyComeAgain() {
        Account account = Account.of(party, "Ada", "Lovelace");
        Map<String, String> first = brought(account);
        assertThat(first).containsEntry("step", "2").doesNotContainKey("user");
        JsonObject known = known(first);
        assertThat(Json.string(known, "idpInformation.userId")).isEqualTo(account.name());
        assertThat(Json.string(known, "idpInformation.rawInformation.email")).isEqualTo(account.claim("email"));
        assertThat(Json.string(known, "idpInformation.oauth.accessToken")).isNotEmpty();

        String user = page.post("/v2/users/human", known.getAsJsonObject("addHumanUser"))
                .ok()
                .string("userId");

        assertThat(Json.string(claims(authRequest(), session(user, first)), "sub"))
                .isEqualTo(user);
        assertThat(session(user, first).text()).contains("COMMAND-Df4bw");
        Map<String, String> again = brought(account);
        assertThat(again).containsEntry("user", user);
        assertThat(Json.string(known(again), "userId")).isEqualTo(user);
        assertThat(Json.string(claims(authRequest(), session(user, again)), "sub"))
                .isEqualTo(user);
    }

    @Test
    void whoSaysNoAtTheProviderComesToTheFailurePage() {
        try (Person person = Person.of(world)) {
            person.open(authUrl()).click("Cancel at the provider");
            person.page().waitForURL(tenant.page("pages/failure") + "**");
            assertThat(query(person.page().url()))
                    .containsEntry("step", "2")
                    .containsEntry("error", "access_denied")
                    .containsKeys("id", "error_description");
        }
    }

    @Test
    void theBrowserIsNotSentWhereNoApplicationIs() {
        assertThat(start("https://elsewhere.example/success").text()).contains("COMMAND-Su4rl");
    }
}
