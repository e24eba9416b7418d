package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    @ValueSource(strings = {"basic", "post", "none"})
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
