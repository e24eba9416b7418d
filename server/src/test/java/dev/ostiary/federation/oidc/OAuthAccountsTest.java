package dev.ostiary.federation.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.idp.AzureAd;
import dev.ostiary.idp.GitHub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthAccountsTest {
    private static final String DIRECTORY = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    @ParameterizedTest
    @CsvSource({
        "common, true, false",
        "organizations, true, false",
        "consumers, true, true",
        DIRECTORY + ", true, true",
        DIRECTORY + ", false, false"
    })
    void anAddressFromADirectoryThatAnybodyCanHaveIsNeverVerified(String tenant, boolean option, boolean verified)
            throws LoginFailure {
        ExternalIdentity identity = OAuthAccounts.graph("issuer", directory(tenant, option), GraphUser.adele());

        assertThat(identity.emailVerified()).isEqualTo(verified);
    }

    @Test
    void graphsWordsAreRead() throws LoginFailure {
        ExternalIdentity identity = OAuthAccounts.graph("issuer", directory(DIRECTORY, true), GraphUser.adele());

        assertThat(identity.subject()).isEqualTo("87d349ed-44d7-43e1-9a83-5f2406dee5bd");
        assertThat(identity.userName()).isEqualTo("adele@contoso.example");
        assertThat(identity.givenName()).isEqualTo("Adele");
        assertThat(identity.familyName()).isEqualTo("Vance");
        assertThat(identity.email()).isEqualTo("adele.vance@contoso.example");
        assertThat(identity.phone()).isEqualTo("+14255550100");
        assertThat(identity.language()).isEqualTo("en-US");
    }

    @Test
    void whoHasNoMailboxIsReachedUnderTheNameTheySignInWith() throws LoginFailure {
        Map<String, Object> user = GraphUser.adele();
        user.put("mail", null);

        assertThat(OAuthAccounts.graph("issuer", directory(DIRECTORY, true), user)
                        .email())
                .isEqualTo("adele@contoso.example");
    }

    @Test
    void entraIsAskedInItsDirectoryForTheProfile() {
        OAuthProvider entra = OAuthProvider.of(new AzureAd("client", DIRECTORY, false, List.of("Mail.Read")));

        assertThat(entra.authorizationEndpoint())
                .hasToString("https://login.microsoftonline.com/" + DIRECTORY + "/oauth2/v2.0/authorize");
        assertThat(entra.tokenEndpoint())
                .hasToString("https://login.microsoftonline.com/" + DIRECTORY + "/oauth2/v2.0/token");
        assertThat(entra.scopes()).containsExactly("openid", "User.Read", "Mail.Read");
        assertThat(entra.pkce()).isTrue();
    }

    @Test
    void gitHubIsGitHub() {
        OAuthProvider gitHub = OAuthProvider.of(new GitHub("client", List.of()));

        assertThat(gitHub.issuer()).isEqualTo("https://github.com");
        assertThat(gitHub.userEndpoint()).hasToString("https://api.github.com/user");
    }

    @Test
    void aPersonWithOneNameHasNoFamilyName() throws LoginFailure {
        ExternalIdentity identity =
                OAuthAccounts.gitHub("issuer", Map.of("id", 1, "login", "teller", "name", "Teller"), List.of());

        assertThat(identity.displayName()).isEqualTo("Teller");
        assertThat(identity.givenName()).isEmpty();
        assertThat(identity.isComplete()).isFalse();
    }

    private static AzureAd directory(String tenant, boolean emailVerified) {
        return new AzureAd("client", tenant, emailVerified, List.of());
    }
}
