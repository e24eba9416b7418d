package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.admin.v1.AddGitLabSelfHostedProviderRequest;
import dev.ostiary.api.admin.v1.AddGoogleProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.StandIn;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole sign-ins through Google and GitLab, for which an OpenID Provider on loopback stands in. */
class VendorSignInTest extends SignIns {
    private static final String GOOGLE = "https://accounts.google.com";

    private OutboundClient http;
    private ProviderKeys keys;
    private Federation federation;

    @BeforeEach
    void standIn() {
        http = StandIn.client(GOOGLE, op.server);
        keys = new ProviderKeys(http);
        federation = house.federation(http, keys);
    }

    @AfterEach
    void leave() {
        keys.close();
        http.close();
    }

    @Test
    void googleKnowsPeopleByTheirVerifiedAddress() {
        op.standInFor(GOOGLE, TestProvider.CLIENT);
        op.person = googleUser(true);
        Stored<User> here = house.person(house.org, "alice@acme.test", "other@acme.test");
        Stored<IdentityProvider> idp = google(false, AutoLinkingOption.AUTO_LINKING_OPTION_USERNAME);

        Stored<User> linked = ((Outcome.SignedIn) signIn(idp)).user();

        assertThat(linked.id()).isEqualTo(here.id());
        assertThat(human(linked).links())
                .containsExactly(new User.IdpLink(idp.id(), "alice-there", "alice@acme.test", GOOGLE));
    }

    @Test
    void anAddressThatGoogleHasNotVerifiedIsNobodysName() {
        op.standInFor(GOOGLE, TestProvider.CLIENT);
        op.person = googleUser(false);
        house.person(house.org, "alice@acme.test", "other@acme.test");

        Outcome outcome = signIn(google(false, AutoLinkingOption.AUTO_LINKING_OPTION_USERNAME));

        assertThat(reason(outcome)).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void whatGoogleSaysOfTheOrganizationIsKeptWithTheRest() {
        op.standInFor(GOOGLE, TestProvider.CLIENT);
        op.person = googleUser(true);
        Stored<IdentityProvider> idp = google(true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);

        Outcome.AskToLinkOrCreate asked = (Outcome.AskToLinkOrCreate) signIn(idp);

        assertThat(asked.identity().claims()).contains("\"hd\":\"acme.test\"");
        assertThat(asked.identity().userName()).isEqualTo("alice@acme.test");
    }

    @Test
    void googleIsAskedForWhatItKnows() {
        op.standInFor(GOOGLE, TestProvider.CLIENT);
        Stored<IdentityProvider> idp = google(true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);

        URI to = house.begin(federation, idp, House.beginning());
        Parameters sent = Parameters.parse(to.getRawQuery());

        assertThat(to.toString()).startsWith(GOOGLE + "/auth?");
        assertThat(sent.first("scope")).hasValue("openid profile email");
        assertThat(sent.first("prompt")).hasValue("select_account");
        assertThat(sent.first("nonce")).isPresent();
        assertThat(sent.first("response_mode")).isEmpty();
    }

    @Test
    void aGitLabOfOnesOwnSignsInAndIsNotAskedForWhatItRefuses() {
        Stored<IdentityProvider> idp = house.offer(
                "AddGitLabSelfHostedProvider",
                AddGitLabSelfHostedProviderRequest.newBuilder()
                        .setIssuer(op.issuer())
                        .setName("GitLab")
                        .setClientId(TestProvider.CLIENT)
                        .setClientSecret(TestProvider.SECRET)
                        .setProviderOptions(
                                House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED))
                        .build());

        Parameters sent =
                Parameters.parse(house.begin(federation, idp, House.beginning()).getRawQuery());
        Stored<User> created = ((Outcome.SignedIn) signIn(idp)).user();

        assertThat(sent.first("scope")).hasValue("openid profile email");
        assertThat(sent.first("prompt")).isEmpty();
        assertThat(created.state().userName()).isEqualTo("alice");
        assertThat(human(created).email()).isEqualTo(new User.Email("alice@acme.test", true));
    }

    private Outcome signIn(Stored<IdentityProvider> idp) {
        URI asked = house.begin(federation, idp, House.beginning());
        return federation.callback(house.call, House.callback(op.agree(asked)));
    }

    private Stored<IdentityProvider> google(boolean create, AutoLinkingOption linking) {
        return house.offer(
                "AddGoogleProvider",
                AddGoogleProviderRequest.newBuilder()
                        .setClientId(TestProvider.CLIENT)
                        .setClientSecret(TestProvider.SECRET)
                        .setProviderOptions(House.options(false, create, false, linking))
                        .build());
    }

    private static Map<String, Object> googleUser(boolean verified) {
        Map<String, Object> user = TestProvider.alice();
        user.remove("preferred_username");
        user.put("email_verified", verified);
        user.put("hd", "acme.test");
        return user;
    }
}
