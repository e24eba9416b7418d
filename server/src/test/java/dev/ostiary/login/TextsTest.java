package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.Reason;
import dev.ostiary.user.PasswordRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {
    private static final Pattern KEY = Pattern.compile("\"([a-z][A-Za-z]+(?:\\.[A-Za-z_]+)+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    static Stream<Texts> languages() {
        return Texts.LANGUAGES.stream().map(Texts::in);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageHasTheSameKeysAndPlaceholders(Texts texts) {
        Texts first = Texts.in(Texts.LANGUAGES.getFirst());

        assertThat(texts.keys()).isEqualTo(first.keys());
        assertThat(texts.keys())
                .allSatisfy(key -> assertThat(placeholders(texts, key)).isEqualTo(placeholders(first, key)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noTextIsEmptyOrLosesAnApostrophe(Texts texts) {
        assertThat(texts.keys())
                .allSatisfy(key -> assertThat(texts.get(key)).isNotBlank().doesNotContain("'"))
                .allSatisfy(key -> assertThat(texts.pattern(key)).doesNotContain("'"));
    }

    @Test
    void everyKeyOfTheTemplatesExists() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> templates = Files.walk(Path.of("src/main/jte"))) {
            for (Path template : templates.filter(Files::isRegularFile).toList()) {
                KEY.matcher(Files.readString(template))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(used::add);
            }
        }

        assertThat(used).hasSizeGreaterThan(50);
        assertThat(Texts.in(Locale.ENGLISH).keys()).containsAll(used);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void everyFailureHasASentenceAndANextStep(Failure failure) {
        assertThat(Texts.in(Locale.ENGLISH).keys())
                .contains(failure.titleKey(), failure.key(), failure.key() + ".next");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonOfAFederatedSignInHasASentenceAndANextStep(Reason reason) {
        assertThat(Texts.in(Locale.ENGLISH).keys()).contains(reason.key(), reason.key() + ".next");
    }

    @ParameterizedTest
    @EnumSource(PasswordRules.class)
    void everyPasswordRuleHasAText(PasswordRules rule) {
        assertThat(Texts.in(Locale.ENGLISH).keys()).contains("newPassword.rule." + rule.name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "de|en-US,en;q=0.9|en|de", "fr de-CH|en|en|de", "fr|de-AT,de;q=0.9|en|de", "-|fr;q=1,*;q=0.1|de|de",
                "-|-|de|de", "-|-|-|en", "-|not a ;; header|de|de", "xx|-|xx|en"
            })
    void theLanguageIsTheApplicationsThenTheBrowsersThenTheInstances(
            String uiLocales, String acceptLanguage, String instanceDefault, String expected) {
        List<String> asked = uiLocales == null ? List.of() : List.of(uiLocales.split(" "));

        Texts chosen = Texts.choose(
                asked, acceptLanguage == null ? "" : acceptLanguage, instanceDefault == null ? "" : instanceDefault);

        assertThat(chosen.language()).isEqualTo(expected);
    }

    private static Set<String> placeholders(Texts texts, String key) {
        return PLACEHOLDER
                .matcher(texts.pattern(key))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
