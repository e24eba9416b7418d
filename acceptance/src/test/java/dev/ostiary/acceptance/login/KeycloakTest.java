package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Request;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Keycloak;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People sign in through Keycloak: as a SAML provider, which makes its client of our metadata, and as an OpenID provider. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakTest {
    private static final String REALM = "people";
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "username", "username",
            "email", "urn:oid:1.2.840.113549.1.9.1",
            "firstName", "urn:oid:2.5.4.42",
            "lastName", "urn:oid:2.5.4.4");

    private final World world;
    private Keycloak keycloak;

    KeycloakTest(World world) {
        this.world = world;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        keycloak = Keycloak.start(folder);
        keycloak.realm(REALM);
    }

    @AfterAll
    void stop() {
        if (keycloak != null) {
            keycloak.close();
        }
    }

    /**
     * @param signed whether requests are
     * @param assertionSigned whether the assertion is signed, and not the response around it
     */
    @ParameterizedTest
    @CsvSource({"REDIRECT, true, true, true", "POST, true, false, false", "POST, false, true, false"})
    void aPersonSignsInBySamlAndIsKnownTheNextTime(
            String binding, boolean signed, boolean encrypted, boolean assertionSigned) {
        Tenant tenant = Tenant.create(world);
        Provider provider =
                saml(tenant, Json.object("binding", "SAML_BINDING_" + binding, "withSignedRequest", signed));
        JsonObject attributes = Json.object(
                "saml.client.signature", Boolean.toString(signed),
                "saml.encrypt", Boolean.toString(encrypted),
                "saml.assertion.signature", Boolean.toString(assertionSigned),
                "saml.server.signature", Boolean.toString(!assertionSigned));
        samlClient(tenant, provider, attributes);
        requireKnownTheNextTime(tenant, provider);
    }

    /** @param posted whether the browser brings the artifact by a form */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theAnswerIsHadForAnArtifact(boolean posted) {
        Tenant tenant = Tenant.create(world);
        Provider provider = saml(tenant, Json.object("binding", "SAML_BINDING_ARTIFACT", "withSignedRequest", true));
        JsonObject attributes = Json.object(
                "saml.client.signature", "true",
                "saml.assertion.signature", "true",
                "saml.encrypt", "false",
                "saml.artifact.binding", "true",
                "saml.force.post.binding", Boolean.toString(posted));
        samlClient(tenant, provider, attributes);
        String name = person("Grace", "Hopper");
        try (Person grace = Person.of(world).open(tenant.signInThrough(provider))) {
            Request brought = grace.page()
                    .waitForRequest(request -> request.url().contains("SAMLart="), () -> signIn(grace, name));
            URI broughtBy = posted ? tenant.server().origin() : keycloak.origin();
            assertThat(brought.redirectedFrom().url()).startsWith(broughtBy.toString());
            assertThat(Json.string(grace.outcome("Signed in"), "userinfo.family_name"))
                    .isEqualTo("Hopper");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REDIRECT", "POST"})
    void whoSignsOutHereIsSignedOutAtKeycloakAndWhoSignsOutThereIsSignedOutHere(String binding) {
        Tenant tenant = Tenant.create(world);
        Provider provider = saml(
                tenant,
                Json.object(
                        "binding", "SAML_BINDING_" + binding,
                        "withSignedRequest", true,
                        "federatedLogoutEnabled", true));
        samlClient(tenant, provider, Json.object("saml.client.signature", "true", "saml.encrypt", "false"));
        String name = person("Alan", "Turing");
        try (Person alan = Person.of(world)) {
            alan.open(tenant.signInThrough(provider));
            signIn(alan, name);
            alan.see("Signed in");
            alan.open(tenant.page("logout"));
            assertThat(Json.string(alan.outcome("Signed out"), "state")).isEqualTo("bye");

            alan.open(tenant.signInThrough(provider));
            signIn(alan, name);
            alan.see("Signed in");
            alan.open(keycloak.origin() + "/realms/" + REALM + "/protocol/openid-connect/logout")
                    .click("Logout")
                    .see("You are logged out");
            alan.open(tenant.server().origin() + "/ui/login/logout").see("You are signed out");
        }
    }

    private Provider saml(Tenant tenant, JsonObject more) {
        return SamlProvider.offered(tenant, keycloak.origin() + "/realms/" + REALM + "/protocol/saml/descriptor", more);
    }

    @Test
    void aPersonSignsInByOpenIdConnectAndIsKnownTheNextTime() {
        Tenant tenant = Tenant.create(world);
        String client = "ostiary-" + Tenant.unique();
        String secret = openIdClient(client, tenant);
        Provider provider = tenant.provider(
                URI.create(keycloak.origin() + "/realms/" + REALM),
                Options.autoCreation(),
                Json.object("clientId", client, "clientSecret", secret));
        tenant.offer(provider);
        requireKnownTheNextTime(tenant, provider);
    }

    private void requireKnownTheNextTime(Tenant tenant, Provider provider) {
        String name = person("Ada", "Lovelace");
        JsonObject first;
        try (Person ada = Person.of(world)) {
            ada.open(tenant.signIn()).continueWith(provider);
            signIn(ada, name);
            first = ada.outcome("Signed in");
        }
        assertThat(Json.string(first, "userinfo.preferred_username")).startsWith(name);
        assertThat(Json.string(first, "userinfo.family_name")).isEqualTo("Lovelace");
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(name + "@example.com");
        try (Person later = Person.of(world)) {
            later.open(tenant.signInThrough(provider));
            signIn(later, name);
            assertThat(later.subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
    }

    /** Makes somebody at Keycloak, and returns what they enter there. */
    private String person(String given, String family) {
        String name = given.toLowerCase(Locale.ROOT) + "-" + Tenant.unique();
        keycloak.user(REALM, name, given, family, name + "@example.com");
        return name;
    }

    private static void signIn(Person person, String name) {
        person.page().locator("#username").fill(name);
        person.page().locator("#password").fill(Tenant.PASSWORD);
        person.page().locator("#kc-login").click();
    }

    /** Returns the secret. The client must use PKCE. */
    private String openIdClient(String id, Tenant tenant) {
        String secret = "secret-" + Tenant.unique();
        JsonObject client = Json.object(
                "clientId",
                id,
                "secret",
                secret,
                "standardFlowEnabled",
                true,
                "redirectUris",
                Json.array(tenant.server().origin() + "/idps/callback"),
                "attributes",
                Json.object("pkce.code.challenge.method", "S256"));
        keycloak.admin().post("/admin/realms/" + REALM + "/clients", client).ok();
        return secret;
    }

    /**
     * Keycloak itself reads our metadata.
     *
     * @param more attributes of the client that are not to be as it reads them
     */
    private void samlClient(Tenant tenant, Provider provider, JsonObject more) {
        String realm = "/admin/realms/" + REALM;
        JsonObject client = keycloak.admin()
                .with("Content-Type", "text/plain")
                .send("POST", realm + "/client-description-converter", SamlProvider.metadata(tenant, provider))
                .ok()
                .json();
        client.add("attributes", Json.merge(client.getAsJsonObject("attributes"), more));
        JsonArray mappers = new JsonArray();
        ATTRIBUTES.forEach((property, attribute) -> mappers.add(mapper(property, attribute)));
        client.add("protocolMappers", mappers);
        keycloak.admin().post(realm + "/clients", client).ok();
    }

    private static JsonObject mapper(String property, String attribute) {
        return Json.object(
                "name",
                property,
                "protocol",
                "saml",
                "protocolMapper",
                "saml-user-property-mapper",
                "config",
                Json.object(
                        "user.attribute", property,
                        "attribute.name", attribute,
                        "attribute.nameformat", "URI Reference"));
    }
}
