package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.AppEvent;
import dev.ostiary.app.ClientSecurity;
import dev.ostiary.app.ClientSecurity.Profile;
import dev.ostiary.app.ClientSecurityDefaults;
import dev.ostiary.app.ClientSecurityEvent;
import dev.ostiary.http.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be demanded of an application, one thing at a time; for all of a profile see {@link FapiFlowTest}. */
class ClientSecurityTest {
    private static final ClientSecurity PKCE = new ClientSecurity(true, false, false, Profile.NONE);
    private static final ClientSecurity PUSHED = new ClientSecurity(false, true, false, Profile.NONE);
    private static final ClientSecurity DPOP = new ClientSecurity(false, false, true, Profile.NONE);

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private Prover prover;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        prover = Prover.of(fixture);
        client = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void demand(ClientSecurity security) {
        fixture.change(client, new AppEvent.SecuritySet(security));
    }

    private void demandOfAll(ClientSecurity security) {
        fixture.store.write(tx -> tx.record(
                ClientSecurityDefaults.KIND,
                ClientSecurityDefaults.KIND.stream(fixture.instance.id(), fixture.instance.id(), fixture.instance.id()),
                null,
                "",
                List.of(new ClientSecurityEvent.Set(security))));
    }

    private String errorOf(String... changes) {
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(client, changes));
        return location(header(answer, "Location")).getOrDefault("error", "");
    }

    @Test
    void pkceCanBeDemandedOfAClientWithASecret() {
        assertThat(errorOf("code_challenge", "", "code_challenge_method", "")).isEmpty();
        demand(PKCE);

        assertThat(errorOf("code_challenge", "", "code_challenge_method", "")).isEqualTo("invalid_request");
        assertThat(errorOf("code_challenge_method", "plain")).isEqualTo("invalid_request");
        assertThat(errorOf()).isEmpty();
    }

    @Test
    void pushedRequestsCanBeDemanded() {
        demand(PUSHED);
        Response pushed =
                fixture.post(PushedAuthorizationEndpoint.PATH, authorization(client), basic(client, "s3cret"));
        Response answer = fixture.get(
                AuthorizeEndpoint.PATH, Map.of("client_id", client, "request_uri", text(pushed, "request_uri")));

        assertThat(errorOf()).isEqualTo("invalid_request");
        assertThat(header(answer, "Location")).startsWith("/ui/login");
    }

    @Test
    void boundAccessTokensCanBeDemanded() throws Exception {
        demand(DPOP);
        Response without = fixture.redeem(client, fixture.code(client));
        Map<String, String> proved = prover.with(basic(client, "s3cret"));
        Response with = fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        fixture.code(client),
                        "redirect_uri",
                        ProviderFixture.CALLBACK,
                        "code_verifier",
                        ProviderFixture.VERIFIER),
                proved);

        assertThat(without.status()).isEqualTo(400);
        assertThat(text(without, "error")).isEqualTo("invalid_dpop_proof");
        assertThat(text(with, "token_type")).isEqualTo("DPoP");
        assertThat(text(fixture.refresh(client, text(with, "refresh_token")), "error"))
                .isEqualTo("invalid_dpop_proof");
        Response renewed = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "refresh_token", "refresh_token", text(with, "refresh_token")),
                prover.with(basic(client, "s3cret")));
        assertThat(text(renewed, "token_type")).isEqualTo("DPoP");
    }

    @Test
    void aCodeThatWasRefusedForWantOfAProofIsStillGood() throws Exception {
        demand(DPOP);
        String code = fixture.code(client);
        fixture.redeem(client, code);
        Response again = fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        ProviderFixture.CALLBACK,
                        "code_verifier",
                        ProviderFixture.VERIFIER),
                prover.with(basic(client, "s3cret")));

        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void anAccessTokenOfTheImplicitFlowCanNotBeBound() {
        client = fixture.userAgent()
                .implicit(ResponseType.ID_TOKEN, ResponseType.ID_TOKEN_TOKEN)
                .add();
        demand(DPOP);

        assertThat(errorOf("response_type", "id_token token")).isEqualTo("unauthorized_client");
        assertThat(errorOf("response_type", "id_token")).isEmpty();
    }

    @Test
    void theDefaultCountsForWhoHasNothingOfItsOwn() {
        String own = fixture.web().add();
        fixture.change(own, new AppEvent.SecuritySet(ClientSecurity.NONE));
        assertThat(errorOf()).isEmpty();
        demandOfAll(PUSHED);

        assertThat(errorOf()).isEqualTo("invalid_request");
        client = own;
        assertThat(errorOf()).isEmpty();
        fixture.change(own, new AppEvent.SecurityReset());
        assertThat(errorOf()).isEqualTo("invalid_request");
    }

    @Test
    void whatIsDemandedOutlivesOtherChangesOfTheApplication() {
        demand(PUSHED);
        fixture.change(client, new AppEvent.NameChanged("Other"));

        assertThat(errorOf()).isEqualTo("invalid_request");
    }

    @Test
    void anApplicationThatCanNotFollowTheDefaultIsToldWhatIsMissingAndGetsNothing() {
        String code = fixture.code(client);
        demandOfAll(new ClientSecurity(false, false, false, Profile.FAPI_2_0_SECURITY));
        String device = fixture.web().grants(App.GrantType.DEVICE_CODE).add();
        Response answer = fixture.get(AuthorizeEndpoint.PATH, authorization(client));
        Map<String, String> told = location(header(answer, "Location"));

        assertThat(told).containsEntry("error", "unauthorized_client");
        assertThat(told.get("error_description")).contains("OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT", "RS256");
        Response pushed =
                fixture.post(PushedAuthorizationEndpoint.PATH, authorization(client), basic(client, "s3cret"));
        assertThat(text(pushed, "error")).isEqualTo("unauthorized_client");
        assertThat(text(fixture.redeem(client, code), "error")).isEqualTo("unauthorized_client");
        Response begun =
                fixture.post(DeviceAuthorizationEndpoint.PATH, Map.of("scope", "openid"), basic(device, "s3cret"));
        assertThat(text(begun, "error")).isEqualTo("unauthorized_client");
    }
}
