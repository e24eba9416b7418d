package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Concurrently;
import dev.ostiary.http.Overloaded;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final Passwords PASSWORDS = new Passwords(2);
    private static final String SALT = "c2FsdHNhbHRzYWx0c2FsdA";
    private static final String HASH = "aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";

    @AfterAll
    static void close() {
        PASSWORDS.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secr3tP4ssw0rd!", "", " ", "pässwörd 😀", "x\u0000y"})
    void theRightPasswordIsAcceptedAndOthersAreNot(String password) {
        String hash = PASSWORDS.hash(password);

        assertThat(PASSWORDS.verify(password, hash)).isTrue();
        assertThat(PASSWORDS.verify(password + "x", hash)).isFalse();
        assertThat(PASSWORDS.verify("something else", hash)).isFalse();
    }

    @Test
    void aHashIsArgon2idInPhcForm() {
        assertThat(PASSWORDS.hash("Secr3tP4ssw0rd!"))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}")
                .doesNotContain("Secr3t");
    }

    @Test
    void ownHashesAreSupported() {
        assertThat(Passwords.isSupported(PASSWORDS.hash("a"))).isTrue();
    }

    @Test
    void theSamePasswordIsHashedDifferentlyEachTime() {
        assertThat(PASSWORDS.hash("same")).isNotEqualTo(PASSWORDS.hash("same"));
    }

    @Test
    void nobodysPasswordIsCheckedWithoutAnAnswer() {
        PASSWORDS.verifyNothing("whatever");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2a", "2b", "2y"})
    void aBcryptHashFromElsewhereIsAccepted(String version) {
        String hash = OpenBSDBCrypt.generate(
                version, "Secr3tP4ssw0rd!".toCharArray(), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII), 5);

        assertThat(Passwords.isSupported(hash)).isTrue();
        assertThat(PASSWORDS.verify("Secr3tP4ssw0rd!", hash)).isTrue();
        assertThat(PASSWORDS.verify("secr3tP4ssw0rd!", hash)).isFalse();
    }

    @Test
    void anArgon2idHashFromElsewhereIsAcceptedWithItsOwnCost() {
        byte[] salt = "12345678".getBytes(StandardCharsets.US_ASCII);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(1024)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[16];
        generator.generateBytes("elsewhere".getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        String phc = "$argon2id$v=19$m=1024,t=3,p=4$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);

        assertThat(Passwords.isSupported(phc)).isTrue();
        assertThat(PASSWORDS.verify("elsewhere", phc)).isTrue();
        assertThat(PASSWORDS.verify("somewhere", phc)).isFalse();
    }

    static List<String> unsupported() {
        return List.of(
                "",
                "plain text",
                "$argon2i$v=19$m=1024,t=3,p=1$" + SALT + "$" + HASH,
                "$argon2d$v=19$m=1024,t=3,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=16$m=1024,t=3,p=1$" + SALT + "$" + HASH,
                "$argon2id$m=1024,t=3,p=1$" + SALT + "$" + HASH,
                "$argon2id$v=19$m=1024,t=3,p=1$" + SALT,
                "$argon2id$v=19$m=1024,t=3,p=1$" + SALT + "$" + HASH + "=",
                "$argon2id$v=19$m=1024,t=3,p=1$" + SALT + "$" + HASH + "\n",
                "$argon2id$v=19$m=1024,t=3,p=1$" + SALT + "abc$" + HASH,
                "$pbkdf2-sha256$i=1000$" + SALT + "$" + HASH,
                "$6$rounds=5000$salt$hash",
                "$2x$05$0123456789012345678901234567890123456789012345678901",
                "$2b$05$tooshort");
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void aHashThatCannotBeCheckedIsNotSupported(String hash) {
        assertThat(Passwords.isSupported(hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=262145,t=1,p=1",
                "m=9999999,t=1,p=1",
                "m=1024,t=11,p=1",
                "m=1024,t=99,p=1",
                "m=1024,t=1,p=9",
                "m=1024,t=0,p=1",
                "m=1024,t=1,p=0",
                "m=7,t=1,p=1"
            })
    void anArgon2idHashWithACostBeyondReasonIsNotSupported(String cost) {
        assertThat(Passwords.isSupported("$argon2id$v=19$" + cost + "$" + SALT + "$" + HASH))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "17", "31"})
    void aBcryptHashWithACostBeyondReasonIsNotSupported(String cost) {
        String hash = OpenBSDBCrypt.generate("2b", "a".toCharArray(), new byte[16], 4);

        assertThat(Passwords.isSupported(hash)).isTrue();
        assertThat(Passwords.isSupported(hash.replace("$04$", "$" + cost + "$")))
                .isFalse();
    }

    @Test
    void aFloodIsRefusedInsteadOfWaitingForeverAndThenAllIsWell() throws Exception {
        try (Passwords few = new Passwords(1, 2)) {
            String hash = few.hash("Secr3tP4ssw0rd!");
            Callable<String> attempt = () -> {
                try {
                    return String.valueOf(few.verify("Secr3tP4ssw0rd!", hash));
                } catch (Overloaded refused) {
                    return "refused";
                }
            };

            List<String> outcomes = Concurrently.all(Collections.nCopies(40, attempt));

            assertThat(outcomes).contains("true", "refused").doesNotContain("false");
            assertThat(few.verify("Secr3tP4ssw0rd!", hash)).isTrue();
        }
    }

    @Test
    void everySupportedHashCanBeChecked() {
        for (int salt = 8; salt <= 64; salt++) {
            String phc = "$argon2id$v=19$m=8,t=1,p=1$" + "A".repeat(salt) + "$" + HASH;
            if (Passwords.isSupported(phc)) {
                assertThat(PASSWORDS.verify("guess", phc)).isFalse();
            }
        }
    }
}
