package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certified provider that wants more than a secret, and an administrator who says so. */
@ExtendWith(World.Shared.class)
class ControlledProviderTest {
    private static final String LONG_SECRET = "an external secret of more than 32 bytes";

    private final World world;
    private final NodeParty party;
    private final Tenant tenant;
    private final String client = "client-" + Tenant.unique();
    private final Provider provider;

    ControlledProviderTest(World world) {
        this.world = world;
        this.party = world.provider();
        this.tenant = Tenant.create(world);
        this.provider = tenant.provider(
                party.origin(), Options.autoCreation(), Json.object("clientId", client, "clientSecret", LONG_SECRET));
        tenant.offer(provider);
    }

    /** @return where the keys for the provider are; empty where there are none */
    private String control(JsonObject control) {
        JsonObject answer = tenant.api()
                .put("/ostiary/v1/idps/" + provider.id() + "/upstream", Json.object("control", control))
                .ok()
                .json();
        return answer.has("jwksUri") ? Json.string(answer, "jwksUri") : "";
    }

    /** The provider itself reads no keys from a private address. */
    private JsonObject published(String uri) {
        return world.server().api().get(URI.create(uri).getPath()).ok().json();
    }

    private void register(Object... metadata) {
        party.control().put("/control/clients/" + client, Json.object(metadata)).ok();
    }

    @ParameterizedTest
    @CsvSource({
        "ES256, RSA_OAEP_256, RSA-OAEP-256, A256GCM",
        "PS256, ECDH_ES, ECDH-ES, A128CBC-HS256",
    })
    void aPushedRequestAKeyOfOurOwnAndAnEncryptedIdToken(String signing, String encryption, String alg, String enc) {
        String keys = control(Json.object(
                "clientAuthentication",
                "CLIENT_AUTHENTICATION_PRIVATE_KEY_JWT",
                "signingAlgorithm",
                "SIGNING_ALGORITHM_" + signing,
                "pushedAuthorization",
                "PUSHED_AUTHORIZATION_WHEN_OFFERED",
                "idTokenEncryption",
                "ID_TOKEN_ENCRYPTION_" + encryption,
                "requireEncryptedIdToken",
                true));
        register(
                "token_endpoint_auth_method",
                "private_key_jwt",
                "token_endpoint_auth_signing_alg",
                signing,
                "jwks",
                published(keys),
                "require_pushed_authorization_requests",
                true,
                "id_token_encrypted_response_alg",
                alg,
                "id_token_encrypted_response_enc",
                enc);
        Account account = Account.of(party, "Hedy", "Lamarr");
        try (Person hedy = Person.of(world)) {
            hedy.open(tenant.signInThrough(provider)).signInThere(account);
            assertThat(Json.string(hedy.outcome("Signed in"), "userinfo.given_name"))
                    .isEqualTo("Hedy");
        }
    }

    @Test
    void anAssertionUnderTheSecret() {
        control(Json.object("clientAuthentication", "CLIENT_AUTHENTICATION_SECRET_JWT"));
        register("token_endpoint_auth_method", "client_secret_jwt", "client_secret", LONG_SECRET);
        try (Person joan = Person.of(world)) {
            joan.open(tenant.signInThrough(provider)).signInThere(Account.of(party, "Joan", "Clarke"));
            assertThat(joan.subject()).isNotEmpty();
        }
    }

    @Test
    void parametersOfTheAdministratorAndOfTheApplication() {
        control(Json.object(
                "staticParameters", Json.object("prompt", "", "login_hint", "somebody", "hd", "acme.example"),
                "forwardedParameters", Json.array("acr_values", "campaign")));
        register("client_secret", LONG_SECRET);
        try (Person person = Person.of(world)) {
            person.open(tenant.signIn("acr_values=urn%3Amfa&campaign=spring&other=x"))
                    .continueWith(provider);
            assertThat(person.page().getByLabel("Account")).hasValue("somebody");
        }
        JsonObject asked =
                Json.parse(party.control().get("/control/requests").text()).getAsJsonArray().asList().stream()
                        .map(request -> request.getAsJsonObject())
                        .filter(request -> Json.string(request, "client_id").equals(client))
                        .findFirst()
                        .orElseThrow();
        assertThat(Json.string(asked, "hd")).isEqualTo("acme.example");
        assertThat(Json.string(asked, "acr_values")).isEqualTo("urn:mfa");
        assertThat(Json.string(asked, "campaign")).isEqualTo("spring");
        assertThat(asked.keySet()).doesNotContain("prompt", "other");
    }
}
