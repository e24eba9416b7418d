package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ostiary as OpenID Provider, seen by an application that uses a certified library unmodified. */
@ExtendWith(World.Shared.class)
class ApplicationTest {
    private final World world;

    ApplicationTest(World world) {
        this.world = world;
    }

    private Person signedIn(Tenant tenant) {
        String loginName = "app-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        Person person = Person.of(world).open(tenant.signIn());
        person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).see("Signed in");
        return person;
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "post", "none", "private_key_jwt"})
    void anApplicationSignsInRefreshesAndAsksForUserinfo(String authentication) {
        Tenant tenant = Tenant.create(world, world.server(), authentication);
        try (Person person = signedIn(tenant)) {
            JsonObject first = person.outcome("Signed in");
            assertThat(Json.string(first, "tokens.token_type")).isEqualToIgnoringCase("Bearer");
            assertThat(Json.at(first, "tokens.expires_in").getAsInt()).isPositive();
            assertThat(Json.at(first, "claims.aud").toString()).contains(tenant.clientId());

            JsonObject refreshed = person.open(tenant.page("refresh")).outcome("Refreshed");
            assertThat(Json.string(refreshed, "tokens.access_token"))
                    .isNotEqualTo(Json.string(refreshed, "before.access_token"));
            assertThat(Json.string(refreshed, "tokens.refresh_token"))
                    .isNotEqualTo(Json.string(refreshed, "before.refresh_token"));

            JsonObject userinfo = person.open(tenant.page("userinfo")).outcome("Userinfo");
            assertThat(Json.string(userinfo, "sub")).isEqualTo(Json.string(first, "claims.sub"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "none", "private_key_jwt"})
    void anApplicationPushesItsRequestFirst(String authentication) {
        Tenant tenant = Tenant.create(world, world.server(), authentication, true);
        try (Person person = signedIn(tenant)) {
            assertThat(Json.string(person.outcome("Signed in"), "userinfo.sub")).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "private_key_jwt"})
    void aDeviceIsLetInInABrowserWithoutScript(String authentication) {
        Tenant tenant = Tenant.create(world, world.server(), authentication);
        String loginName = "tv-" + Tenant.unique();
        String id = tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        try (Person person = Person.of(world)) {
            JsonObject waiting = person.open(tenant.page("device")).outcome("Waiting");
            person.open(Json.string(waiting, "verification_uri"));
            person.page().getByLabel("Code").fill(Json.string(waiting, "user_code"));
            person.click("Next");
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            person.see("Let Application " + tenant.name() + " in on your device?");
            person.picture("device-confirm").click("Let the device in");
            person.see("Your device is connected");

            JsonObject decided = person.open(tenant.page("let-in")).outcome("Decided");

            assertThat(Json.string(decided, "claims.sub")).isEqualTo(id);
            person.open(tenant.page("refresh")).see("Refreshed");
        }
    }

    @Test
    void aDeviceThatIsKeptOutLearnsIt() {
        Tenant tenant = Tenant.create(world, world.server(), "none");
        try (Person person = signedIn(tenant)) {
            JsonObject waiting = person.open(tenant.page("device")).outcome("Waiting");
            person.open(Json.string(waiting, "verification_uri_complete"));
            person.click("Next");
            person.click("Don’t let it in");
            person.see("The device was not let in");

            assertThat(Json.string(person.open(tenant.page("let-in")).outcome("Decided"), "error"))
                    .isEqualTo("access_denied");
        }
    }

    @Test
    void anApplicationIsToldThatASessionHasEnded() {
        Tenant tenant = Tenant.create(world);
        try (Person person = signedIn(tenant)) {
            JsonObject claims = person.outcome("Signed in").getAsJsonObject("claims");
            person.open(world.server().origin() + "/ui/login/logout").click("Sign out");

            JsonObject notice = Await.value(
                    "a logout token",
                    Duration.ofSeconds(30),
                    () -> notices(tenant).asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .findFirst());

            assertThat(notice.get("sub")).isEqualTo(claims.get("sub"));
            assertThat(notice.get("sid")).isEqualTo(claims.get("sid"));
            assertThat(notice.has("nonce")).isFalse();
            assertThat(notices(tenant)).hasSize(1);
        }
    }

    private JsonArray notices(Tenant tenant) {
        return world.application()
                .control()
                .get("/control/notices/" + tenant.name())
                .ok()
                .json()
                .getAsJsonArray("notices");
    }

    @Test
    void theLogTellsNothingThatGivesAccess() {
        Tenant tenant = Tenant.create(world);
        try (Person person = signedIn(tenant)) {
            JsonObject outcome = person.outcome("Signed in");
            person.open(tenant.page("refresh")).see("Refreshed");
            assertThat(world.server().output())
                    .doesNotContain(
                            Json.string(outcome, "tokens.access_token"),
                            Json.string(outcome, "tokens.refresh_token"),
                            Json.string(outcome, "tokens.id_token"),
                            Json.string(outcome, "code"),
                            Json.string(outcome, "verifier"),
                            Tenant.PASSWORD,
                            world.server().token());
        }
    }

    @Test
    void aRefreshTokenWorksOnceAndItsReuseEndsTheWholeGrant() {
        Tenant tenant = Tenant.create(world, world.server(), "none");
        try (Person person = signedIn(tenant)) {
            String used = Json.string(person.outcome("Signed in"), "tokens.refresh_token");
            String next = Json.string(person.open(tenant.page("refresh")).outcome("Refreshed"), "tokens.refresh_token");
            assertRefused(
                    token(Map.of("grant_type", "refresh_token", "client_id", tenant.clientId(), "refresh_token", used)),
                    "invalid_grant");
            assertRefused(
                    token(Map.of("grant_type", "refresh_token", "client_id", tenant.clientId(), "refresh_token", next)),
                    "invalid_grant");
        }
    }

    @Test
    void aCodeWorksOnceAndItsReuseRevokesItsTokens() {
        Tenant tenant = Tenant.create(world, world.server(), "none");
        try (Person person = signedIn(tenant)) {
            JsonObject first = person.outcome("Signed in");
            String accessToken = Json.string(first, "tokens.access_token");
            assertThat(userinfo(accessToken).status()).isEqualTo(200);
            assertRefused(
                    token(Map.of(
                            "grant_type", "authorization_code",
                            "client_id", tenant.clientId(),
                            "code", Json.string(first, "code"),
                            "code_verifier", Json.string(first, "verifier"),
                            "redirect_uri", tenant.page("callback"))),
                    "invalid_grant");
            assertThat(userinfo(accessToken).status()).isEqualTo(401);
        }
    }

    @Test
    void aRedirectUriThatIsNotRegisteredIsNeverRedirectedTo() {
        Tenant tenant = Tenant.create(world);
        try (Person person = Person.of(world)) {
            person.open(tenant.signIn("redirect_uri=" + tenant.application() + "/elsewhere/callback"));
            assertThat(person.page().url()).startsWith(world.server().origin().toString());
        }
    }

    @Test
    void anAdministratorsAccessTokenOpensTheApiIfItWasAskedForThat() {
        Tenant tenant = Tenant.create(world);
        RunningServer.Administrator administrator = world.server().administrator();
        try (Person person = Person.of(world).open(tenant.signInFor("urn:zitadel:iam:org:project:id:zitadel:aud"))) {
            person.enterLoginName(administrator.loginName()).enterPassword(administrator.password());
            Api api = world.server().anonymous().as(Json.string(person.outcome("Signed in"), "tokens.access_token"));
            assertThat(api.get("/auth/v1/users/me").ok().string("user.userName"))
                    .isEqualTo(administrator.loginName());
            assertThat(api.get("/admin/v1/policies/login").status()).isEqualTo(200);
        }
        try (Person person = Person.of(world).open(tenant.signInFor(""))) {
            person.enterLoginName(administrator.loginName()).enterPassword(administrator.password());
            Api api = world.server().anonymous().as(Json.string(person.outcome("Signed in"), "tokens.access_token"));
            assertThat(api.get("/admin/v1/policies/login").status()).isEqualTo(401);
        }
    }

    private Answer userinfo(String accessToken) {
        return world.server().anonymous().as(accessToken).get("/oidc/v1/userinfo");
    }

    private Answer token(Map<String, String> form) {
        String encoded = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return world.server().anonymous().form("/oauth/v2/token", encoded);
    }

    private static void assertRefused(Answer answer, String error) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.string("error")).isEqualTo(error);
    }
}
