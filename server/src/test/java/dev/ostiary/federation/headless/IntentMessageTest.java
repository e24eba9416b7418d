package dev.ostiary.federation.headless;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import dev.ostiary.api.user.v2.RetrieveIdentityProviderIntentResponse;
import dev.ostiary.federation.Attempt;
import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.Intents;
import dev.ostiary.federation.Landing;
import dev.ostiary.federation.Obtained;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.GitHub;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.OAuth;
import dev.ostiary.idp.Oidc;
import dev.ostiary.idp.Saml;
import dev.ostiary.store.Revision;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a page of somebody else's is told of each kind of provider. */
class IntentMessageTest {
    private static final Revision REVISION = new Revision(2, Instant.EPOCH, Instant.EPOCH);
    private static final Config OIDC = new Oidc("https://op.example.com", "client", List.of(), false, true);
    private static final Config OAUTH = new OAuth(
            "client",
            "https://op.example.com/authorize",
            "https://op.example.com/token",
            "https://op.example.com/user",
            List.of(),
            "sub",
            true);

    private static Intents.Known known(Config config, ExternalIdentity identity, boolean linked, String user) {
        Stored<Attempt> attempt = new Stored<>(
                new Stream("1", "idpintent", "4", "1"),
                REVISION,
                new Attempt("3", "", "", "K7QM-3XWZ", Attempt.Phase.ASKED, "", null, List.of(), new Landing("", "")));
        IdentityProvider idp = new IdentityProvider("Work", Options.NONE, config, "", true, null);
        return new Intents.Known(
                attempt, new Stored<>(new Stream("1", "idp", "3", "1"), REVISION, idp), identity, linked, user);
    }

    private static RetrieveIdentityProviderIntentResponse told(Config config, Obtained obtained) {
        return IntentMessage.known(known(config, mia("mia@acme.test", true).with(obtained), true, "7"));
    }

    private static ExternalIdentity mia(String email, boolean verified) {
        return ExternalIdentity.of("https://op.example.com", "mia-there")
                .names("Mia", "Muster", "", "")
                .email(email, verified)
                .phone("+41441234567", false)
                .claims("{\"sub\":\"mia-there\",\"groups\":[\"a\",\"b\"]}")
                .identity();
    }

    @Test
    void anOpenIdProviderGivesBothTokens() {
        var information = told(OIDC, Obtained.tokens("access", "id")).getIdpInformation();

        assertThat(information.getOauth().getAccessToken()).isEqualTo("access");
        assertThat(information.getOauth().getIdToken()).isEqualTo("id");
        assertThat(information.getUserName()).isEqualTo("mia@acme.test");
        assertThat(information
                        .getRawInformation()
                        .getFieldsOrThrow("groups")
                        .getListValue()
                        .getValuesList())
                .hasSize(2);
    }

    @Test
    void anOAuthServerGivesAnAccessTokenAndWhatAGenericOneSaysIsWrapped() {
        var generic = told(OAUTH, Obtained.tokens("access", "")).getIdpInformation();
        var gitHub = told(new GitHub("client", List.of()), Obtained.tokens("access", ""))
                .getIdpInformation();

        assertThat(generic.getOauth().hasIdToken()).isFalse();
        Struct wrapped = generic.getRawInformation().getFieldsOrThrow("RawInfo").getStructValue();
        assertThat(wrapped.getFieldsOrThrow("sub").getStringValue()).isEqualTo("mia-there");
        assertThat(gitHub.getRawInformation()).isEqualTo(wrapped);
    }

    @Test
    void aSamlProviderGivesItsAssertion() {
        Config saml = new Saml(
                "",
                "",
                "",
                Saml.Binding.POST,
                true,
                Saml.SignatureAlgorithm.RSA_SHA256,
                Saml.NameIdFormat.DEFAULT,
                "uid",
                false);

        var information = told(saml, new Obtained("", "", "<Assertion/>", null)).getIdpInformation();

        assertThat(information.getSaml().getAssertion().toStringUtf8()).isEqualTo("<Assertion/>");
        assertThat(information.hasOauth()).isFalse();
    }

    @Test
    void aDirectoryGivesItsAttributes() {
        Config directory = new Ldap(
                List.of("ldaps://ldap.example.com"),
                false,
                "dc=example",
                "cn=admin",
                "dn",
                List.of(),
                List.of(),
                Duration.ZERO,
                new Ldap.Attributes("uid", "", "", "", "", "", "", "", "", "", "", "", ""),
                "");

        var information = told(directory, Obtained.NOTHING).getIdpInformation();

        assertThat(information.getLdap().getAttributes()).isEqualTo(information.getRawInformation());
        assertThat(information.getLdap().getAttributes().getFieldsMap()).containsOnlyKeys("sub", "groups");
    }

    @Test
    void whoIsLinkedIsNoNewUser() {
        assertThat(told(OIDC, Obtained.NOTHING).hasAddHumanUser()).isFalse();
        assertThat(told(OIDC, Obtained.NOTHING).getUserId()).isEqualTo("7");
    }

    @Test
    void aNewUserHasWhatTheProviderSaysAndNothingCountsAsVerifiedThatItDoesNotSaySo() {
        var user = IntentMessage.known(known(OIDC, mia("mia@acme.test", false), false, ""))
                .getAddHumanUser();

        assertThat(user.hasUsername()).isFalse();
        assertThat(user.getProfile().getGivenName()).isEqualTo("Mia");
        assertThat(user.getProfile().getPreferredLanguage()).isEqualTo("und");
        assertThat(user.getEmail().hasSendCode()).isTrue();
        assertThat(user.getPhone().getPhone()).isEqualTo("+41441234567");
        assertThat(user.getPhone().hasSendCode()).isTrue();
        assertThat(user.getIdpLinksList()).singleElement().satisfies(link -> {
            assertThat(link.getIdpId()).isEqualTo("3");
            assertThat(link.getUserId()).isEqualTo("mia-there");
            assertThat(link.getUserName()).isEqualTo("mia@acme.test");
        });
    }

    @Test
    void aClaimThatIsNestedTooDeepIsNoDefect() {
        ExternalIdentity deep = ExternalIdentity.of("", "x")
                .claims("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}")
                .identity();

        assertThat(IntentMessage.known(known(OIDC, deep, true, ""))
                        .getIdpInformation()
                        .getRawInformation())
                .isEqualTo(Struct.getDefaultInstance());
    }
}
