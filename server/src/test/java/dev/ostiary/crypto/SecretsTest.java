package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @RepeatedTest(20)
    void aTokenIs43CharactersOfBase64url() {
        assertThat(Secrets.token()).matches("[A-Za-z0-9_-]{43}");
    }

    @RepeatedTest(20)
    void aClientSecretIs64LettersAndDigits() {
        assertThat(Secrets.clientSecret()).matches("[A-Za-z0-9]{64}");
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(Stream.generate(Secrets::token).limit(1000)).doesNotHaveDuplicates();
        assertThat(Stream.generate(Secrets::clientSecret).limit(1000)).doesNotHaveDuplicates();
    }

    @Test
    void aSecretMatchesItsHashAndNoOther() {
        String secret = Secrets.token();

        assertThat(Secrets.matches(secret, Secrets.hash(secret))).isTrue();
        assertThat(Secrets.matches(secret + "x", Secrets.hash(secret))).isFalse();
        assertThat(Secrets.matches("", Secrets.hash(secret))).isFalse();
        assertThat(Secrets.matches(secret, "")).isFalse();
        assertThat(Secrets.matches(Secrets.hash(secret), Secrets.hash(secret))).isFalse();
    }

    /** NIST's example for SHA-256 of "abc". */
    @Test
    void aHashIsSha256InBase64url() {
        assertThat(Secrets.hash("abc")).isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }
}
