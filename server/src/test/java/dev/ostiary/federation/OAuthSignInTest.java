package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.ostiary.api.admin.v1.AddGenericOAuthProviderRequest;
import dev.ostiary.api.admin.v1.AddGitHubEnterpriseServerProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOAuthProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.Options;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.TestServer;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sign-ins through authorization servers that give no ID token. */
class OAuthSignInTest extends SignIns {
    private static final Options OPTIONS = House.options(
                    false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED)
            .build();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNamedValueIdentifiesThePersonAndTheirAddressIsNotVerified(boolean pkce) {
        op.person = person("account", 123456789012345678L);
        Stored<IdentityProvider> idp = offered(oauth().setUsePkce(pkce));

        Stored<User> created = ((Outcome.SignedIn) house.signIn(op, idp)).user();

        assertThat(human(created).links())
                .containsExactly(new IdpLink(idp.id(), "123456789012345678", "alice", op.issuer() + "/userinfo"));
        assertThat(human(created).email()).isEqualTo(new User.Email("alice@acme.test", false));
        assertThat(house.signIn(op, idp)).isEqualTo(new Outcome.SignedIn(created, idp.id(), "request"));
    }

    @Test
    void theRequestHasNoWordsOfOpenIdConnect() {
        URI to = house.begin(house.federation(), offered(oauth().addScopes("whoami")), House.beginning());
        Parameters sent = Parameters.parse(to.getRawQuery());

        assertThat(to.toString()).startsWith(op.issuer() + "/auth?");
        assertThat(sent.values().keySet())
                .containsExactlyInAnyOrder("response_type", "client_id", "redirect_uri", "scope", "state");
        assertThat(sent.first("scope")).hasValue("whoami");
    }

    @Test
    void aServerThatTakesTheSecretOnlyInTheFormGetsItThere() {
        op.person = person("account", "a-1");
        TestServer.Answering good = op.token;
        op.token = exchange -> {
            if (exchange.getRequestHeaders().containsKey("Authorization")) {
                TestProvider.refuse(exchange, 401, "invalid_client");
            } else {
                good.answer(exchange);
            }
        };

        assertThat(house.signIn(op, offered(oauth()))).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void aWrongSecretIsRefusedInEitherWayAndInNoLog() {
        Outcome.Refused refused = refused(offered(oauth().setClientSecret("wrong-secret")));

        assertThat(refused.reason()).isEqualTo(Reason.CLIENT_REFUSED);
        assertThat(op.server.asked.stream().filter("POST /token"::equals)).hasSize(2);
        assertThat(house.log(refused.reference()).toString()).doesNotContain("wrong-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"access_token\": \"access\", \"token_type\": \"mac\"} | PROVIDER_UNUSABLE",
                "{\"token_type\": \"bearer\"}                           | PROVIDER_UNUSABLE",
                "{\"error\": \"bad_verification_code\"}                 | CODE_REFUSED",
                "{\"error\": \"incorrect_client_credentials\"}          | CLIENT_REFUSED",
                "{\"error\": \"redirect_uri_mismatch\"}                 | PROVIDER_ERROR",
                "access_token=access                                    | PROVIDER_UNUSABLE"
            })
    void aTokenAnswerThatIsNoneEndsTheSignIn(String body, Reason reason) {
        op.token = exchange -> TestServer.send(exchange, 200, "application/json", body);

        assertThat(refused(offered(oauth())).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"account\": null}", "{\"account\": \"\"}", "{\"account\": {\"id\": 1}}", "[]", "<html>"
            })
    void withoutTheNamedValueNobodySignsIn(String body) {
        op.userinfo = exchange -> TestServer.send(exchange, 200, "application/json", body);

        Outcome.Refused refused = refused(offered(oauth()));

        assertThat(refused.reason()).isEqualTo(Reason.USERINFO_UNUSABLE);
        assertThat(house.log(refused.reference()).getLast().stage()).isEqualTo(Stage.USERINFO);
    }

    @Test
    void aProviderThatIsPointedElsewhereMeanwhileSignsNobodyIn() {
        op.person = person("account", "a-1");
        Stored<IdentityProvider> idp = offered(oauth());
        Federation federation = house.federation();
        Map<String, String> answer = op.agree(house.begin(federation, idp, House.beginning()));
        AddGenericOAuthProviderRequest before = oauth().build();
        house.admin(
                "UpdateGenericOAuthProvider",
                UpdateGenericOAuthProviderRequest.newBuilder()
                        .setId(idp.id())
                        .setName(before.getName())
                        .setClientId(before.getClientId())
                        .setAuthorizationEndpoint(before.getAuthorizationEndpoint())
                        .setTokenEndpoint(before.getTokenEndpoint())
                        .setUserEndpoint("https://elsewhere.example.com/me")
                        .setIdAttribute(before.getIdAttribute())
                        .build());

        assertThat(reason(federation.callback(house.call, House.callback(answer))))
                .isEqualTo(Reason.PROVIDER_CHANGED);
    }

    @Test
    void ofGitHubsAddressesThePrimaryVerifiedOneIsTheUsers() {
        op.person = gitHubUser();
        emails(
                200,
                "[{\"email\": \"old@acme.test\", \"primary\": false, \"verified\": true},"
                        + " {\"email\": \"ada@acme.test\", \"primary\": true, \"verified\": true}]");

        Stored<User> created = ((Outcome.SignedIn) house.signIn(op, gitHub())).user();

        assertThat(human(created).email()).isEqualTo(new User.Email("ada@acme.test", true));
        assertThat(human(created).profile().givenName()).isEqualTo("Ada King");
        assertThat(human(created).profile().familyName()).isEqualTo("Lovelace");
        assertThat(human(created).links().getFirst().externalUserId()).isEqualTo("583231");
        assertThat(created.state().userName()).isEqualTo("ada");
    }

    @ParameterizedTest
    @CsvSource({"404, {}", "403, {}", "200, []"})
    void whereGitHubListsNoVerifiedAddressThatOfTheProfileIsNotVerified(int status, String body) {
        op.person = gitHubUser();
        emails(status, body);

        Stored<User> created = ((Outcome.SignedIn) house.signIn(op, gitHub())).user();

        assertThat(human(created).email()).isEqualTo(new User.Email("public@acme.test", false));
    }

    @Test
    void gitHubIsAskedForTheScopesThatThisNeeds() {
        URI to = house.begin(house.federation(), gitHub(), House.beginning());
        Parameters sent = Parameters.parse(to.getRawQuery());

        assertThat(sent.first("scope")).hasValue("read:user user:email");
        assertThat(sent.first("code_challenge_method")).hasValue("S256");
        assertThat(sent.first("prompt")).hasValue("select_account");
        assertThat(sent.first("nonce")).isEmpty();
    }

    private AddGenericOAuthProviderRequest.Builder oauth() {
        return AddGenericOAuthProviderRequest.newBuilder()
                .setName("OAuth")
                .setClientId(TestProvider.CLIENT)
                .setClientSecret(TestProvider.SECRET)
                .setAuthorizationEndpoint(op.issuer() + "/auth")
                .setTokenEndpoint(op.issuer() + "/token")
                .setUserEndpoint(op.issuer() + "/userinfo")
                .setIdAttribute("account")
                .setProviderOptions(OPTIONS);
    }

    private Stored<IdentityProvider> offered(AddGenericOAuthProviderRequest.Builder request) {
        return house.offer("AddGenericOAuthProvider", request.build());
    }

    private Stored<IdentityProvider> gitHub() {
        return house.offer(
                "AddGitHubEnterpriseServerProvider",
                AddGitHubEnterpriseServerProviderRequest.newBuilder()
                        .setName("GitHub")
                        .setClientId(TestProvider.CLIENT)
                        .setClientSecret(TestProvider.SECRET)
                        .setAuthorizationEndpoint(op.issuer() + "/auth")
                        .setTokenEndpoint(op.issuer() + "/token")
                        .setUserEndpoint(op.issuer() + "/userinfo")
                        .setProviderOptions(OPTIONS)
                        .build());
    }

    private void emails(int status, String body) {
        TestServer.Answering user = op.userinfo;
        op.userinfo = exchange -> {
            if (isForEmails(exchange)) {
                TestServer.send(exchange, status, "application/json", body);
            } else {
                user.answer(exchange);
            }
        };
    }

    private static boolean isForEmails(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals("/userinfo/emails");
    }

    private static Map<String, Object> gitHubUser() {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("id", 583231);
        user.put("login", "ada");
        user.put("name", "Ada King Lovelace");
        user.put("email", "public@acme.test");
        return user;
    }

    private static Map<String, Object> person(String name, Object id) {
        Map<String, Object> person = TestProvider.alice();
        person.remove("sub");
        person.put(name, id);
        return person;
    }
}
