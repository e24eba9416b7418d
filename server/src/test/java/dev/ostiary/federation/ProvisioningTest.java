package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What claims become: an identity, a user, an update. */
class ProvisioningTest {
    private static final Profile PROFILE = new Profile("Alice", "Doe", "Al", "Alice Doe", "en", Gender.FEMALE);

    private static ExternalIdentity identity(String claims) {
        try {
            return StandardClaims.identity("https://op.example", "subject", JSONObjectUtils.parse(claims));
        } catch (ParseException e) {
            throw new IllegalArgumentException(claims, e);
        }
    }

    private static Human human(boolean emailVerified) {
        return new Human(
                PROFILE, new Email("alice@acme.test", emailVerified), new Phone("+41441234567", true), null, List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"email\": \"a@b.test\", \"email_verified\": true}      | a@b.test | true",
                "{\"email\": \"a@b.test\", \"email_verified\": \"true\"}  | a@b.test | true",
                "{\"email\": \"a@b.test\", \"email_verified\": 1}         | a@b.test | false",
                "{\"email\": \"a@b.test\"}                                | a@b.test | false",
                "{\"email\": \"nobody\", \"email_verified\": true}        | ''       | false",
                "{\"email\": [\"a@b.test\"], \"email_verified\": true}    | ''       | false",
                "{\"email_verified\": true}                               | ''       | false"
            })
    void anAddressIsVerifiedOnlyWhereTheProviderSaysSo(String claims, String email, boolean verified) {
        assertThat(identity(claims).email()).isEqualTo(email);
        assertThat(identity(claims).emailVerified()).isEqualTo(verified);
    }

    @ParameterizedTest
    @CsvSource({"de-CH, de-CH", "de_CH, de-CH", "en, en", "'', ''", "not a language, ''", "x, ''"})
    void aLanguageIsReadInBothWaysToWriteIt(String locale, String language) {
        assertThat(identity("{\"locale\": \"" + locale + "\"}").language()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({"+41 44 123 45 67, +41441234567", "+1 (555) 010-1234, +15550101234", "044 123 45 67, ''", "call me, ''"
    })
    void aPhoneNumberCountsInInternationalForm(String number, String phone) {
        assertThat(identity("{\"phone_number\": \"" + number + "\"}").phone()).isEqualTo(phone);
    }

    @Test
    void textsAreCutAndHaveNoControlCharacters() {
        ExternalIdentity identity =
                identity("{\"name\": \" a\\u0000b\\n\", \"nickname\": \"" + "x".repeat(5000) + "\"}");
        assertThat(identity.displayName()).isEqualTo("a b");
        assertThat(identity.nickName()).hasSize(200);
    }

    @Test
    void whatTheProviderDoesNotSayStays() {
        Provisioning.Updated updated = Provisioning.update(human(true), identity("{\"family_name\": \"Roe\"}"));
        assertThat(updated.profile()).isEqualTo(new Profile("Alice", "Roe", "Al", "Alice Doe", "en", Gender.FEMALE));
        assertThat(updated.email()).isEqualTo(new Email("alice@acme.test", true));
        assertThat(updated.phone()).isEqualTo(new Phone("+41441234567", true));
    }

    @Test
    void aVerifiedAddressStaysVerifiedWhileItIsTheSame() {
        ExternalIdentity same = identity("{\"email\": \"Alice@acme.test\", \"phone_number\": \"+41441234567\"}");
        assertThat(Provisioning.update(human(true), same).email()).isEqualTo(new Email("alice@acme.test", true));
        assertThat(Provisioning.update(human(true), same).phone()).isEqualTo(new Phone("+41441234567", true));
    }

    @Test
    void anAddressBecomesVerifiedWhenTheProviderHasVerifiedIt() {
        ExternalIdentity verified = identity("{\"email\": \"alice@acme.test\", \"email_verified\": true}");
        assertThat(Provisioning.update(human(false), verified).email()).isEqualTo(new Email("alice@acme.test", true));
    }

    @Test
    void anotherAddressIsVerifiedOnlyIfTheProviderHasVerifiedIt() {
        ExternalIdentity other = identity("{\"email\": \"new@acme.test\", \"email_verified\": false}");
        assertThat(Provisioning.update(human(true), other).email()).isEqualTo(new Email("new@acme.test", false));
    }
}
