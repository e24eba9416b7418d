package dev.ostiary.federation.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.Beginning;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider is asked for. */
class AuthorizationRequestTest {

    @ParameterizedTest
    @CsvSource({
        "'',      '',             false, select_account",
        "'',      'none login',   false, ''",
        "'',      select_account, false, select_account",
        "'',      '',             true,  ''",
        "login,   '',             false, login",
        "login,   '',             true,  login",
        "consent, '',             false, select_account"
    })
    void thePromptFollowsTheApplicationAndTheProvider(String wanted, String announced, boolean plainly, String sent) {
        Beginning beginning = new Beginning("r", "b", "", "", List.of(wanted.split(" ")), null, List.of(), Map.of());
        assertThat(AuthorizationRequest.prompt(
                        beginning, announced.isEmpty() ? null : List.of(announced.split(" ")), plainly))
                .isEqualTo(sent);
    }

    @Test
    void whoIsKnownNeedsNoAccountChooserUnlessTheApplicationWantsIt() {
        Beginning known = new Beginning("r", "b", "alice", "", List.of(), null, List.of(), Map.of());
        Beginning wanting = new Beginning("r", "b", "alice", "", List.of("select_account"), null, List.of(), Map.of());
        assertThat(AuthorizationRequest.prompt(known, null, false)).isEmpty();
        assertThat(AuthorizationRequest.prompt(wanting, null, false)).isEqualTo("select_account");
    }
}
