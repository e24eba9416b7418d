package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.admin.v1.AddAzureADProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.AzureADTenant;
import dev.ostiary.federation.oidc.GraphUser;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.StandIn;
import dev.ostiary.outbound.TestServer;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole sign-ins through Entra ID: a server on loopback stands in for its sign-in and for Graph. */
class EntraSignInTest extends SignIns {
    private static final String DIRECTORY = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    private static final String AUTHORITY = "https://login.microsoftonline.com/" + DIRECTORY;
    private static final String GRAPH = "https://graph.microsoft.com/v1.0/me";

    private OutboundClient http;
    private ProviderKeys keys;
    private Federation federation;

    @BeforeEach
    void standIn() {
        http = StandIn.client(Map.of(AUTHORITY + "/oauth2/v2.0", op.server.uri(""), GRAPH, op.server.uri("/userinfo")));
        keys = new ProviderKeys(http);
        federation = house.federation(http, keys);
        op.person = GraphUser.adele();
    }

    @AfterEach
    void leave() {
        keys.close();
        http.close();
    }

    private Stored<IdentityProvider> entra(boolean emailVerified) {
        return house.offer(
                "AddAzureADProvider",
                AddAzureADProviderRequest.newBuilder()
                        .setName("Entra ID")
                        .setClientId(TestProvider.CLIENT)
                        .setClientSecret(TestProvider.SECRET)
                        .setTenant(AzureADTenant.newBuilder().setTenantId(DIRECTORY))
                        .setEmailVerified(emailVerified)
                        .setProviderOptions(
                                House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED))
                        .build());
    }

    private Outcome signIn(Stored<IdentityProvider> idp) {
        return federation.callback(
                house.call, House.callback(op.agree(house.begin(federation, idp, House.beginning()))));
    }

    @Test
    void whomTheDirectoryKnowsBecomesAUserOnce() {
        Stored<IdentityProvider> idp = entra(true);

        Stored<User> created = ((Outcome.SignedIn) signIn(idp)).user();

        assertThat(created.state().userName()).isEqualTo("adele@contoso.example");
        assertThat(human(created).email()).isEqualTo(new User.Email("adele.vance@contoso.example", true));
        assertThat(human(created).links())
                .containsExactly(new IdpLink(
                        idp.id(),
                        "87d349ed-44d7-43e1-9a83-5f2406dee5bd",
                        "adele@contoso.example",
                        AUTHORITY + "/v2.0"));
        assertThat(signIn(idp)).isEqualTo(new Outcome.SignedIn(created, idp.id(), "request"));
    }

    @Test
    void itIsAskedInTheDirectoryWithPkceAndForTheProfile() {
        URI to = house.begin(federation, entra(true), House.beginning());
        Parameters sent = Parameters.parse(to.getRawQuery());

        assertThat(to.toString()).startsWith(AUTHORITY + "/oauth2/v2.0/authorize?");
        assertThat(sent.first("scope")).hasValue("openid profile email phone User.Read");
        assertThat(sent.first("code_challenge_method")).hasValue("S256");
        assertThat(sent.first("prompt")).hasValue("select_account");
    }

    @Test
    void aDirectoryThatIsNotTrustedVerifiesNoAddress() {
        Stored<User> created = ((Outcome.SignedIn) signIn(entra(false))).user();

        assertThat(human(created).email().verified()).isFalse();
    }

    @Test
    void aCodeThatEntraDoesNotKnowSignsNobodyIn() {
        op.token = exchange -> TestServer.send(exchange, 400, "application/json", """
                {"error": "invalid_grant", "error_description": "AADSTS70008: The provided authorization code has expired."}""");

        assertThat(reason(signIn(entra(true)))).isEqualTo(Reason.CODE_REFUSED);
    }
}
