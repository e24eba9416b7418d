package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.federation.saml.Assertion;
import dev.ostiary.federation.saml.NameId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a person is, in the words of many products. */
class SamlAccountsTest {
    private static final String CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

    private static Assertion assertion(NameId name, Map<String, List<String>> attributes) {
        return new Assertion("https://idp", name, attributes, "urn:context", Instant.EPOCH, "session", null);
    }

    private static ExternalIdentity identity(NameId name, Map<String, List<String>> attributes) throws LoginFailure {
        return SamlAccounts.identity("", assertion(name, attributes));
    }

    private static NameId persistent(String value) {
        return new NameId(value, NameId.PERSISTENT);
    }

    @Test
    void microsoftsClaimTypesAreKnown() throws LoginFailure {
        ExternalIdentity identity = identity(
                persistent("x1"),
                Map.of(
                        CLAIMS + "name",
                        List.of("ada@contoso.com"),
                        CLAIMS + "givenname",
                        List.of("Ada"),
                        CLAIMS + "surname",
                        List.of("Lovelace"),
                        CLAIMS + "emailaddress",
                        List.of("ada@contoso.com"),
                        "http://schemas.microsoft.com/identity/claims/displayname",
                        List.of("Ada Lovelace")));

        assertThat(identity.subject()).isEqualTo("x1");
        assertThat(identity.userName()).isEqualTo("ada@contoso.com");
        assertThat(identity.displayName()).isEqualTo("Ada Lovelace");
        assertThat(identity.isComplete()).isTrue();
        assertThat(identity.emailVerified()).isFalse();
    }

    @Test
    void namesOfLdapSchemasAreKnown() throws LoginFailure {
        ExternalIdentity identity = identity(
                persistent("x1"),
                Map.of(
                        "urn:oid:0.9.2342.19200300.100.1.1", List.of("ada"),
                        "urn:oid:0.9.2342.19200300.100.1.3", List.of("ada@example.org", "second@example.org"),
                        "urn:oid:2.5.4.42", List.of("Ada"),
                        "urn:oid:2.5.4.4", List.of("Lovelace"),
                        "urn:oid:2.16.840.1.113730.3.1.241", List.of("Ada L."),
                        "urn:oid:2.5.4.20", List.of("+41 44 668 18 00"),
                        "urn:oid:2.16.840.1.113730.3.1.39", List.of("de-CH")));

        assertThat(identity.userName()).isEqualTo("ada");
        assertThat(identity.email()).isEqualTo("ada@example.org");
        assertThat(identity.phone()).isEqualTo("+41446681800");
        assertThat(identity.language()).isEqualTo("de-CH");
        assertThat(identity.displayName()).isEqualTo("Ada L.");
    }

    @ParameterizedTest
    @CsvSource({
        "email, firstName, lastName",
        "Email, FirstName, LastName",
        "mail, givenName, sn",
        "emailAddress, given_name, family_name"
    })
    void plainWordsAreKnownInAnyCase(String email, String given, String family) throws LoginFailure {
        ExternalIdentity identity = identity(
                persistent("x1"),
                Map.of(email, List.of("a@b.example"), given, List.of("Ada"), family, List.of("Lovelace")));

        assertThat(identity.isComplete()).isTrue();
    }

    @Test
    void aNameThatIsAnAddressIsOneButNotVerified() throws LoginFailure {
        ExternalIdentity identity = identity(new NameId("ada@example.org", NameId.EMAIL_ADDRESS), Map.of());

        assertThat(identity.email()).isEqualTo("ada@example.org");
        assertThat(identity.emailVerified()).isFalse();
        assertThat(identity(persistent("ada@example.org"), Map.of()).email()).isEmpty();
    }

    @Test
    void aNameThatDoesNotLastLeavesItToTheConfiguredAttribute() throws LoginFailure {
        NameId fleeting = new NameId("f-1", NameId.TRANSIENT);
        Map<String, List<String>> attributes = Map.of("uid", List.of("ada"), "groups", List.of("a", "b"));

        assertThat(SamlAccounts.identity("uid", assertion(fleeting, attributes)).subject())
                .isEqualTo("ada");
        for (String attribute : List.of("", "groups", "missing")) {
            assertThatThrownBy(() -> SamlAccounts.identity(attribute, assertion(fleeting, attributes)))
                    .isInstanceOfSatisfying(
                            LoginFailure.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.USERINFO_UNUSABLE));
        }
        assertThat(SamlAccounts.identity("uid", assertion(persistent("x1"), attributes))
                        .subject())
                .isEqualTo("x1");
    }

    @Test
    void allThatWasSaidIsKept() throws LoginFailure {
        assertThat(identity(persistent("x1"), Map.of("groups", List.of("a", "b")))
                        .claims())
                .contains("\"id\":\"x1\"", "\"groups\":[\"a\",\"b\"]", "\"authnContextClassRef\":\"urn:context\"")
                .doesNotContain("sessionNotOnOrAfter");
    }

    @Property(tries = 200)
    void whateverAttributesSayTheNameIdentifiesAndNothingIsVerified(
            @ForAll @Size(max = 5) Map<String, @Size(max = 3) List<String>> attributes) throws LoginFailure {
        ExternalIdentity identity = identity(persistent("x1"), attributes);

        assertThat(identity.subject()).isEqualTo("x1");
        assertThat(identity.issuer()).isEqualTo("https://idp");
        assertThat(identity.emailVerified() || identity.phoneVerified()).isFalse();
        assertThat(identity.userName()).hasSizeLessThanOrEqualTo(200);
    }
}
