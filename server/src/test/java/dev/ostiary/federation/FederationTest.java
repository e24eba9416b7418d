package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import dev.ostiary.store.sqlite.SqliteStore;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-ins that go well, and what they send. */
class FederationTest extends SignIns {
    @Test
    void theFirstSignInCreatesAndTheSecondRecognizes() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> created = ((Outcome.SignedIn) house.signIn(op, idp)).user();
        assertThat(created.owner()).isEqualTo(house.org);
        assertThat(created.state().userName()).isEqualTo("alice");
        assertThat(human(created).email()).isEqualTo(new User.Email("alice@acme.test", true));
        assertThat(human(created).profile().preferredLanguage()).isEqualTo("de-CH");
        assertThat(human(created).links()).containsExactly(new IdpLink(idp.id(), "alice-there", "alice", op.issuer()));
        assertThat(house.signIn(op, idp)).isEqualTo(new Outcome.SignedIn(created, idp.id(), "request"));
    }

    @Test
    void theRequestSaysWhatTheSpecificationWants() {
        Stored<IdentityProvider> idp = house.offer(house.provider(op).addScopes("email"));
        URI to = house.begin(house.federation(), idp, House.beginning("", "alice"));
        Parameters sent = Parameters.parse(to.getRawQuery());
        assertThat(to.toString()).startsWith(op.issuer() + "/auth?");
        assertThat(sent.first("response_type")).hasValue("code");
        assertThat(sent.first("client_id")).hasValue(TestProvider.CLIENT);
        assertThat(sent.first("redirect_uri")).hasValue("https://ostiary.test/idps/callback");
        assertThat(sent.first("scope")).hasValue("openid email");
        assertThat(sent.first("state").orElseThrow()).hasSize(43);
        assertThat(sent.first("nonce").orElseThrow()).hasSize(43);
        assertThat(sent.first("code_challenge_method")).hasValue("S256");
        assertThat(sent.first("login_hint")).hasValue("alice");
        assertThat(sent.first("prompt")).isEmpty();
    }

    @Test
    void whatTheApplicationWantsGoesOnToTheProvider() {
        Beginning wishes = new Beginning(
                "request",
                House.BROWSER,
                "",
                "",
                List.of("login"),
                Duration.ofMinutes(5),
                List.of("de", "fr"),
                Map.of("acr_values", "mfa"));
        Parameters sent = Parameters.parse(
                house.begin(house.federation(), offered(), wishes).getRawQuery());
        assertThat(sent.first("prompt")).hasValue("login");
        assertThat(sent.first("max_age")).hasValue("300");
        assertThat(sent.first("ui_locales")).hasValue("de fr");
        assertThat(sent.first("acr_values")).isEmpty();
        assertThat(sent.first("scope")).hasValue("openid profile email phone");
    }

    @Test
    void ofTheUsualScopesTheProviderIsAskedForThoseThatItListsAndOfTheConfiguredForAll() {
        op.metadata = with("scopes_supported", List.of("openid", "email", "profile"));
        URI usual = house.begin(house.federation(), offered(), House.beginning());
        Stored<IdentityProvider> configured =
                house.add("admin", house.provider(op).addScopes("email").addScopes("special"));
        house.offer(house.org, configured.id());
        URI special = house.begin(house.federation(), configured, House.beginning(house.org, ""));

        assertThat(Parameters.parse(usual.getRawQuery()).first("scope")).hasValue("openid profile email");
        assertThat(Parameters.parse(special.getRawQuery()).first("scope")).hasValue("openid email special");
    }

    @Test
    void withoutPkceAtTheProviderItIsUsedOnlyWhenConfigured() {
        op.metadata = with("code_challenge_methods_supported", List.of("plain"));
        Stored<IdentityProvider> without = offered();
        Stored<IdentityProvider> with = house.add("admin", house.provider(op).setUsePkce(true));
        URI plain = house.begin(house.federation(), without, House.beginning());
        assertThat(plain.getRawQuery()).doesNotContain("code_challenge");
        assertThat(house.signIn(op, without)).isInstanceOf(Outcome.SignedIn.class);
        house.offer(house.org, with.id());
        URI pkce = house.begin(house.federation(), with, House.beginning(house.org, ""));
        assertThat(pkce.getRawQuery()).contains("code_challenge");
    }

    @Test
    void aProviderThatWantsTheSecretInTheFormGetsItThere() {
        op.metadata = with("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
        assertThat(house.signIn(op, offered())).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void aProviderThatTakesNoSecretIsRefused() {
        op.metadata = with("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        assertThat(refused(offered()).reason()).isEqualTo(Reason.PROVIDER_UNUSABLE);
    }

    @Test
    void theProfileComesFromTheIdTokenWhereThatIsConfigured() {
        op.idToken = claims -> {
            TestProvider.alice().forEach(claims::claim);
            return claims.claim("given_name", "Alicia");
        };
        Stored<IdentityProvider> idp = house.offer(house.provider(op).setIsIdTokenMapping(true));
        Stored<User> user = ((Outcome.SignedIn) house.signIn(op, idp)).user();
        assertThat(human(user).profile().givenName()).isEqualTo("Alicia");
        assertThat(op.server.asked).noneMatch(asked -> asked.contains("/userinfo"));
    }

    @Test
    void aSignInSurvivesARestart() {
        Stored<IdentityProvider> idp = offered();
        Map<String, String> answer = op.agree(house.begin(house.federation(), idp, House.beginning()));
        assertThat(house.federation().callback(house.call, House.callback(answer)))
                .isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void aReturningSignInCostsOneWriteToBeginAndOneToEnd() {
        assumeThat(house.store)
                .isInstanceOf(SqliteStore.class); // elsewhere a server may be told of its own events twice
        Stored<IdentityProvider> idp = offered();
        house.signIn(op, idp);
        List<Integer> commits = new ArrayList<>();
        house.store.onCommit(events -> commits.add(events.size()));
        house.signIn(op, idp);
        assertThat(commits).containsExactly(1, 1);
    }

    @Test
    void aSessionBeginsInTheSameTransactionOrNobodyIsSignedIn() {
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        Map<String, String> answer = op.agree(house.begin(federation, idp, House.beginning()));
        assertThatThrownBy(() -> federation.callback(house.call, House.callback(answer), (tx, signedIn) -> {
                    throw new IllegalStateException("no session");
                }))
                .hasMessage("no session");
        assertThat(house.count("select count(*) from users")).isZero();
        List<String> sessions = new ArrayList<>();
        Map<String, String> second = op.agree(house.begin(federation, idp, House.beginning()));
        federation.callback(
                house.call,
                House.callback(second),
                (tx, signedIn) -> sessions.add(signedIn.user().id()));
        assertThat(sessions).hasSize(1);
    }

    @Test
    void theStepLogTellsTheWholeStoryAndNoSecret() {
        Stored<IdentityProvider> idp = offered();
        house.signIn(op, idp);
        String reference = house.store.read(sql -> sql.select("select reference from federation_attempts")
                .mapTo(String.class)
                .one());
        Attempt attempt = house.attempts
                .byReference(House.INSTANCE, " " + reference.toLowerCase(Locale.ROOT) + " ")
                .orElseThrow()
                .state();
        assertThat(attempt.phase()).isEqualTo(Attempt.Phase.SUCCEEDED);
        assertThat(attempt.log())
                .extracting(LogEntry::stage)
                .containsExactly(
                        Stage.DISCOVERY,
                        Stage.AUTHORIZE,
                        Stage.CALLBACK,
                        Stage.DISCOVERY,
                        Stage.TOKEN,
                        Stage.ID_TOKEN,
                        Stage.USERINFO,
                        Stage.DECISION,
                        Stage.RESULT);
        assertThat(attempt.log()).allMatch(LogEntry::ok);
        String written = house.store.read(sql -> String.join(
                ",",
                sql.select("select payload from events where stream_type = 'idpintent'")
                        .mapTo(String.class)
                        .list()));
        assertThat(written)
                .doesNotContain("code-0")
                .doesNotContain("\"access\"")
                .doesNotContain(TestProvider.SECRET);
    }

    @Test
    void theAccountChooserIsAskedForUnlessTheProviderSaysItHasNone() {
        Stored<IdentityProvider> idp = offered();
        assertThat(house.begin(house.federation(), idp, House.beginning()).getRawQuery())
                .contains("prompt=select_account");
        op.metadata = with("prompt_values_supported", List.of("none", "login"));
        assertThat(house.begin(house.federation(), idp, House.beginning()).getRawQuery())
                .doesNotContain("prompt=");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request, unsupported prompt value requested",
        "invalid_request, ''",
        "account_selection_required, ''",
        "interaction_required, ''"
    })
    void aRefusedPromptIsLeftOutOnce(String error, String description) {
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        URI first = house.begin(federation, idp, House.beginning());
        Callback refusal =
                House.callback(Map.of("state", state(first), "error", error, "error_description", description));
        Outcome.Again again = (Outcome.Again) federation.callback(house.call, refusal);
        assertThat(House.to(again.way()).getRawQuery()).doesNotContain("prompt=");
        assertThat(state(House.to(again.way()))).isNotEqualTo(state(first));
        assertThat(federation.callback(house.call, refusal)).isInstanceOf(Outcome.Refused.class);
        assertThat(federation.callback(house.call, House.callback(op.agree(House.to(again.way())))))
                .isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void aSecondRefusalEndsTheSignIn() {
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        Map<String, String> error =
                new HashMap<>(Map.of("error", "invalid_request", "error_description", "bad prompt"));
        error.put("state", state(house.begin(federation, idp, House.beginning())));
        Outcome.Again again = (Outcome.Again) federation.callback(house.call, House.callback(error));
        error.put("state", state(House.to(again.way())));
        assertThat(((Outcome.Refused) federation.callback(house.call, House.callback(error))).reason())
                .isEqualTo(Reason.PROVIDER_ERROR);
    }
}
