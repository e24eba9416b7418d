package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.Upstream;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A product with sign-in pages of its own signs people in through a provider, by calls; the person sees its pages and the provider's. The
 * product is a site whose pages show nothing of interest: the test does what its pages would do.
 */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadlessSignInTest {
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static final String CHALLENGE = "IdFsue1MJJJtybEPX0invmHHuW1I7Ai5LXVlXpENjsk";

    private final World world;
    private final NodeParty party;
    private final Upstream product;
    private final Tenant tenant;
    private final Provider provider;
    /** The calls of the product's sign-in pages. */
    private final Api page;

    private final String client;

    HeadlessSignInTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.product = Upstream.start();
        this.tenant = Tenant.create(world);
        this.provider = tenant.offered(party.origin(), Json.object("isCreationAllowed", true));
        this.page = Api.at(tenant.server().origin()).as(loginClient()).in(tenant.organization());
        this.client = application();
    }

    @AfterAll
    void stop() {
        product.close();
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
                Json.array(at("/callback")),
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
                Json.object("loginV2", Json.object("baseUri", at("/pages"))));
        return tenant.api()
                .post("/management/v1/projects/" + project + "/apps/oidc", app)
                .ok()
                .string("clientId");
    }

    /** A page of the product. */
    private String at(String path) {
        return product.origin() + path;
    }

    /** What the address of the page says that the browser shows, which is one of the product's. */
    private Map<String, String> query(Person person, String path) {
        person.see(Upstream.HEADING);
        assertThat(person.page().url()).startsWith(at(path) + "?");
        return query(person.page().url());
    }

    private static Map<String, String> query(String url) {
        return Stream.of(URI.create(url).getRawQuery().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The application sends the browser to Ostiary, and that to the sign-in pages of the product, with the request that they answer. */
    private String authRequest(Person person) {
        String query = encoded(Map.of(
                "client_id",
                client,
                "redirect_uri",
                at("/callback"),
                "response_type",
                "code",
                "scope",
                "openid profile",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
        person.open(tenant.server().origin() + "/oauth/v2/authorize?" + query);
        return query(person, "/pages/login").get("authRequest");
    }

    private Answer start(String success) {
        JsonObject urls = Json.object("successUrl", success, "failureUrl", at("/pages/failure?step=2"));
        return page.post("/v2/idp_intents", Json.object("idpId", provider.id(), "urls", urls));
    }

    private String authUrl() {
        return start(at("/pages/success?step=2")).ok().string("authUrl");
    }

    /** The way to the provider and back: what the browser brings to the success page. */
    private Map<String, String> brought(Person person, Account account) {
        person.open(authUrl()).signInThere(account);
        return query(person, "/pages/success");
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

    /** The session answers the request, and the browser brings the code to the application: whom it takes the person for. */
    private String subject(Person person, String authRequest, Answer session) {
        JsonObject proof = Json.object(
                "sessionId", session.ok().string("sessionId"), "sessionToken", session.string("sessionToken"));
        String url = page.post("/v2/oidc/auth_requests/" + authRequest, Json.object("session", proof))
                .ok()
                .string("callbackUrl");
        person.open(url);
        String form = encoded(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                query(person, "/callback").get("code"),
                "redirect_uri",
                at("/callback"),
                "client_id",
                client,
                "code_verifier",
                VERIFIER));
        String idToken =
                tenant.server().anonymous().form("/oauth/v2/token", form).ok().string("id_token");
        String claims = new String(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]), StandardCharsets.UTF_8);
        return Json.string(Json.parse(claims), "sub");
    }

    @Test
    void somebodyNewGetsAUserAndIsKnownWhenTheyComeAgain() {
        Account account = Account.of(party, "Ada", "Lovelace");
        String user;
        try (Person ada = Person.of(world)) {
            String authRequest = authRequest(ada);
            Map<String, String> first = brought(ada, account);
            assertThat(first).containsEntry("step", "2").doesNotContainKey("user");
            JsonObject known = known(first);
            assertThat(Json.string(known, "idpInformation.userId")).isEqualTo(account.name());
            assertThat(Json.string(known, "idpInformation.rawInformation.email"))
                    .isEqualTo(account.claim("email"));
            assertThat(Json.string(known, "idpInformation.oauth.accessToken")).isNotEmpty();

            user = page.post("/v2/users/human", known.getAsJsonObject("addHumanUser"))
                    .ok()
                    .string("userId");

            assertThat(subject(ada, authRequest, session(user, first))).isEqualTo(user);
            assertThat(session(user, first).text()).contains("COMMAND-Df4bw");
        }
        try (Person later = Person.of(world)) {
            String authRequest = authRequest(later);
            Map<String, String> again = brought(later, account);
            assertThat(again).containsEntry("user", user);
            assertThat(Json.string(known(again), "userId")).isEqualTo(user);
            assertThat(subject(later, authRequest, session(user, again))).isEqualTo(user);
        }
    }

    @Test
    void whoSaysNoAtTheProviderComesToTheFailurePage() {
        try (Person person = Person.of(world)) {
            person.open(authUrl()).click("Cancel at the provider");
            assertThat(query(person, "/pages/failure"))
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
