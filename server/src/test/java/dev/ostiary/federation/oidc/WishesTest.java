package dev.ostiary.federation.oidc;

import static dev.ostiary.upstream.TestSettings.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.Beginning;
import dev.ostiary.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application and an administrator want of a provider, put together. */
class WishesTest {
    private static Beginning beginning(String loginHint, List<String> prompts, Map<String, String> parameters) {
        return new Beginning("r", "b", loginHint, "", prompts, null, List.of("de", "fr"), parameters);
    }

    private static Map<String, String> others(UpstreamSettings settings, Map<String, String> parameters) {
        return Wishes.of(beginning("mia", List.of(), parameters), settings, null, false)
                .others();
    }

    @Test
    void withoutAControlEverythingIsAsItWas() {
        Wishes wishes =
                Wishes.of(beginning("", List.of(), Map.of("acr_values", "mfa")), UpstreamSettings.NONE, null, false);

        assertThat(wishes).isEqualTo(new Wishes("select_account", null, Map.of("ui_locales", "de fr")));
    }

    @Test
    void aStaticParameterIsSentWhateverTheApplicationSays() {
        assertThat(others(parameters(Map.of("acr_values", "phr", "ui_locales", "it")), Map.of("acr_values", "mfa")))
                .isEqualTo(Map.of("acr_values", "phr", "ui_locales", "it", "login_hint", "mia"));
    }

    @Test
    void anEmptyOneLeavesAParameterOut() {
        assertThat(others(parameters(Map.of("login_hint", "", "ui_locales", "")), Map.of()))
                .isEmpty();
    }

    @Test
    void whatIsTakenOverIsTheApplicationsOrElseTheStaticOne() {
        UpstreamSettings settings = parameters(Map.of("acr_values", "phr"), "acr_values", "hd");

        assertThat(others(settings, Map.of("acr_values", "mfa", "hd", "acme", "other", "x")))
                .containsEntry("acr_values", "mfa")
                .containsEntry("hd", "acme")
                .doesNotContainKey("other");
        assertThat(others(settings, Map.of()))
                .containsEntry("acr_values", "phr")
                .doesNotContainKey("hd");
    }

    @ParameterizedTest
    @CsvSource({
        // static, taken over, the application's, plainly, sent
        "consent, false, '', false, consent",
        "'', false, '', false, ''",
        "'', false, login, false, login",
        "consent, false, login, false, login consent",
        "consent, true, select_account, false, select_account",
        "consent, true, '', false, consent",
        "consent, true, none, false, consent",
        "select_account, false, '', true, ''",
        "-, true, consent login, false, login consent",
        "-, true, '', false, select_account",
        "-, false, consent, false, select_account"
    })
    void aPromptIsTheAdministratorsAndALoginThatIsDemandedIsAlwaysSent(
            String fixed, boolean takenOver, String applications, boolean plainly, String sent) {
        UpstreamSettings settings = parameters(
                fixed.equals("-") ? Map.of() : Map.of("prompt", fixed),
                takenOver ? new String[] {"prompt"} : new String[0]);
        Beginning beginning =
                beginning("", applications.isEmpty() ? List.of() : List.of(applications.split(" ")), Map.of());

        assertThat(Wishes.of(beginning, settings, null, plainly).prompt()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"300, 60, 60", "60, 300, 60", ", 60, 60", "60, , 60", "60, '', 60", ", , "})
    void theShorterAgeCounts(Long applications, String fixed, Long sent) {
        Beginning beginning = new Beginning(
                "r",
                "b",
                "",
                "",
                List.of(),
                applications == null ? null : Duration.ofSeconds(applications),
                List.of(),
                Map.of());

        assertThat(Wishes.of(beginning, parameters(fixed == null ? Map.of() : Map.of("max_age", fixed)), null, false)
                        .maxAge())
                .isEqualTo(sent == null ? null : Duration.ofSeconds(sent));
    }
}
