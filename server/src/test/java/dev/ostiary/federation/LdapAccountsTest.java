package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.federation.ldap.DirectoryEntry;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Ldap.Attributes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LdapAccountsTest {
    private static final Attributes ALL = new Attributes(
            "entryUUID",
            "givenName",
            "sn",
            "displayName",
            "initials",
            "uid",
            "mail",
            "mailVerified",
            "mobile",
            "mobileVerified",
            "preferredLanguage",
            "photo",
            "labeledURI");

    private final Map<String, List<byte[]>> values = new HashMap<>();

    LdapAccountsTest() {
        put("entryuuid", "6f1d");
        put("givenname", "Ada");
        put("sn", "Lovelace");
        put("displayname", "Ada Lovelace");
        put("initials", "Countess");
        put("uid", "ada");
        put("mail", "ada@acme.test");
        put("mailverified", "TRUE");
        put("mobile", "+44 (20) 7946-0000");
        put("mobileverified", "FALSE");
        put("preferredlanguage", "de_CH");
        put("photo", "https://acme.test/ada.png");
        put("labeleduri", "https://acme.test/ada");
    }

    @Test
    void eachAttributeIsTakenOver() throws LoginFailure {
        assertThat(identity())
                .usingRecursiveComparison()
                .ignoringFields("claims")
                .isEqualTo(ExternalIdentity.of("ldap:///dc=acme,dc=test?entryuuid", "6f1d")
                        .userName("ada")
                        .names("Ada", "Lovelace", "Ada Lovelace", "Countess")
                        .email("ada@acme.test", true)
                        .phone("+442079460000", false)
                        .language("de-CH")
                        .pages("https://acme.test/ada.png", "https://acme.test/ada")
                        .identity());
        assertThat(identity().claims()).contains("\"uid\":[\"ada\"]");
    }

    @Test
    void whatIsNotThereIsNotSaid() throws LoginFailure {
        values.keySet().removeIf(name -> !name.equals("entryuuid"));

        ExternalIdentity identity = identity();

        assertThat(identity.subject()).isEqualTo("6f1d");
        assertThat(identity.email()).isEmpty();
        assertThat(identity.emailVerified()).isFalse();
        assertThat(identity.userName()).isEmpty();
        assertThat(identity.language()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TRUE,true",
        "true,true",
        "T,true",
        "1,true",
        "FALSE,false",
        "0,false",
        "yes,false",
        "'',false",
        "' TRUE',false"
    })
    void booleansAreThoseOfDirectories(String text, boolean verified) throws LoginFailure {
        put("mailverified", text);

        assertThat(identity().emailVerified()).isEqualTo(verified);
    }

    @Test
    void ofSeveralAddressesNoneIsVerified() throws LoginFailure {
        put("mail", "ada@acme.test", "boss@acme.test");

        assertThat(identity().email()).isEqualTo("ada@acme.test");
        assertThat(identity().emailVerified()).isFalse();
    }

    @Test
    void aBinaryIdIsBase64() throws LoginFailure {
        values.put("entryuuid", List.of(new byte[] {(byte) 0xC3, 0x28, 0, 1}));

        assertThat(identity().subject()).isEqualTo("wygAAQ==");
    }

    @Test
    void withoutExactlyOneUsableIdNobodyIsSignedIn() {
        refused("entryUUID");
        refused("entryUUID", "a", "b");
        refused("entryUUID", " ");
        refused("entryUUID", "x".repeat(201));
    }

    @Test
    void aTextThatIsNoneIsNotSaid() throws LoginFailure {
        values.put("displayname", List.of(new byte[] {(byte) 0xFF}));
        put("mail", "nobody");
        put("mobile", "call me");

        assertThat(identity().displayName()).isEmpty();
        assertThat(identity().email()).isEmpty();
        assertThat(identity().phone()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DC=Acme, DC=Test|ldap:///dc=acme,dc=test?entryuuid",
                "ou=people , dc = acme|ldap:///ou=people,dc=acme?entryuuid",
                "o=A?b c,dc=é|ldap:///o=a%3Fb%20c,dc=%C3%A9?entryuuid"
            })
    void theDirectoryIsKnownByItsBaseAndNotByTheWayItIsWritten(String base, String issuer) {
        assertThat(config(base).issuer()).isEqualTo(issuer);
    }

    private void refused(String attribute, String... ids) {
        put(attribute.toLowerCase(Locale.ROOT), ids);
        assertThatThrownBy(this::identity)
                .isInstanceOfSatisfying(
                        LoginFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.USERINFO_UNUSABLE));
    }

    private ExternalIdentity identity() throws LoginFailure {
        return LdapAccounts.identity(
                config("dc=acme,dc=test"), new DirectoryEntry("uid=ada,dc=acme,dc=test", Map.copyOf(values)));
    }

    private void put(String name, String... texts) {
        List<byte[]> all = new ArrayList<>();
        for (String text : texts) {
            all.add(text.getBytes(StandardCharsets.UTF_8));
        }
        values.put(name, all);
    }

    private static Ldap config(String base) {
        return new Ldap(
                List.of("ldaps://directory.acme.test"),
                false,
                base,
                "cn=reader",
                "dn",
                List.of("person"),
                List.of("uid"),
                Duration.ZERO,
                ALL,
                "");
    }
}
