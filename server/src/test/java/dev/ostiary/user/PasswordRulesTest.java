package dev.ostiary.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.rpc.Problem.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    @ParameterizedTest
    @CsvSource({
        "'', LENGTH, COMMA-HuJf6",
        "a, LENGTH, COMMA-HuJf6",
        "aB3$567, LENGTH, COMMA-HuJf6",
        "ABCDEF3$, LOWER, COMMA-co3Xw",
        "abcdef3$, UPPER, COMMA-VoaRj",
        "abcDEFg$, DIGIT, COMMA-ZBv4H",
        "abcDEF34, SYMBOL, COMMA-ZDLwA",
        "'abcDEF3 ', SYMBOL, COMMA-ZDLwA"
    })
    void theFirstRuleThatIsBrokenIsNamed(String password, PasswordRules rule, String id) {
        assertThat(PasswordRules.broken(password)).contains(rule);
        Refusal.of(() -> PasswordRules.require(password)).is(Kind.INVALID_ARGUMENT, id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcDEF3$", "Secr3tP4ssw0rd!", "äöüÄÖÜ3€", "correct Horse 8attery-staple"})
    void aPasswordThatKeepsAllRulesIsAccepted(String password) {
        assertThat(PasswordRules.broken(password)).isEmpty();
    }

    /** A symbol outside the basic plane is one character, though Java needs two for it. */
    @ParameterizedTest
    @ValueSource(strings = {"aB3😀😀😀😀"})
    void charactersAreCountedNotTheirHalves(String password) {
        assertThat(PasswordRules.broken(password)).contains(PasswordRules.LENGTH);
        assertThat(PasswordRules.broken(password + "😀")).isEmpty();
    }
}
