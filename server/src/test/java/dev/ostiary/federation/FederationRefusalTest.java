package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.token.TokenForge;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.instance.Instance;
import dev.ostiary.outbound.AddressRules;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.TestServer;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins that must not go well. */
class FederationRefusalTest extends SignIns {
    @Test
    void theProvidersErrorIsNeverLost() {
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        String state = state(house.begin(federation, idp, House.beginning()));
        Outcome.Refused refused = (Outcome.Refused) federation.callback(
                house.call,
                House.callback(Map.of(
                        "state", state, "error", "server_error", "error_description", "database\nis\u0000 down")));
        assertThat(refused.reason()).isEqualTo(Reason.PROVIDER_ERROR);
        assertThat(refused.authRequestId()).isEqualTo("request");
        assertThat(house.log(refused.reference()).getLast().detail()).endsWith("server_error, database is down");
    }

    @Test
    void aPersonWhoSaysNoIsNotAFault() {
        String state = state(house.begin(house.federation(), offered(), House.beginning()));
        Outcome outcome = house.federation()
                .callback(house.call, House.callback(Map.of("state", state, "error", "access_denied")));
        assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(Reason.CANCELLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "' or 1=1 --"})
    void anUnknownStateIsRefused(String state) {
        offered();
        Outcome outcome = house.federation().callback(house.call, House.callback(Map.of("state", state, "code", "c")));
        Outcome.Refused refused = (Outcome.Refused) outcome;
        assertThat(refused.reason()).isEqualTo(Reason.STATE_UNKNOWN);
        assertThat(refused.authRequestId()).isEmpty();
        assertThat(refused.reference()).isNotEmpty();
    }

    @Test
    void anAnswerIsUsedOnce() {
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        Callback answer = House.callback(op.agree(house.begin(federation, idp, House.beginning())));
        federation.callback(house.call, answer);
        assertThat(((Outcome.Refused) federation.callback(house.call, answer)).reason())
                .isEqualTo(Reason.ALREADY_USED);
    }

    @Test
    void anAnswerThatComesManyTimesAtOnceSignsInOnce() throws Exception {
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        Callback answer = House.callback(op.agree(house.begin(federation, idp, House.beginning())));
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Outcome> one = () -> federation.callback(house.call, answer);
            for (Future<Outcome> each : threads.invokeAll(Collections.nCopies(20, one))) {
                outcomes.add(each.get());
            }
        }
        assertThat(outcomes).filteredOn(Outcome.SignedIn.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Outcome.Refused.class::isInstance)
                .extracting(outcome -> ((Outcome.Refused) outcome).reason())
                .hasSize(19)
                .containsOnly(Reason.ALREADY_USED);
        assertThat(house.count("select count(*) from users")).isEqualTo(1);
    }

    @Test
    void theAnswerMustComeToTheBrowserThatBegan() {
        Federation federation = house.federation();
        Map<String, String> answer = op.agree(house.begin(federation, offered(), House.beginning()));
        for (String browser : List.of("another", "")) {
            Outcome.Refused refused =
                    (Outcome.Refused) federation.callback(house.call, House.callback(answer, browser));
            assertThat(refused.reason()).isIn(Reason.WRONG_BROWSER, Reason.ALREADY_USED);
            assertThat(refused.authRequestId()).isEmpty();
        }
        assertThat(house.count("select count(*) from users")).isZero();
        assertThat(op.server.asked).noneMatch(asked -> asked.contains("/token"));
    }

    @Test
    void anAnswerOfAnotherInstanceIsUnknown() {
        Map<String, String> answer = op.agree(house.begin(house.federation(), offered(), House.beginning()));
        Instance other = new Instance("2", "other", List.of(), "", "", "en", false);
        Call elsewhere = new Call(other, house.call.origin(), "", house.call.caller(), house.call.language());
        assertThat(((Outcome.Refused) house.federation().callback(elsewhere, House.callback(answer))).reason())
                .isEqualTo(Reason.STATE_UNKNOWN);
    }

    @Test
    void anAnswerThatComesTooLateIsRefused() {
        Map<String, String> answer = op.agree(house.begin(house.federation(), offered(), House.beginning()));
        house.clock.advance(Duration.ofMinutes(16));
        assertThat(((Outcome.Refused) house.federation().callback(house.call, House.callback(answer))).reason())
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void whatIsPendingIsForgottenWhenItsTimeIsOver() {
        Stored<IdentityProvider> idp = offered();
        house.begin(house.federation(), idp, House.beginning());
        house.clock.advance(Duration.ofHours(1));
        house.begin(house.federation(), idp, House.beginning());
        assertThat(house.count("select count(*) from federation_pending")).isEqualTo(1);
        assertThat(house.count("select count(*) from federation_attempts")).isEqualTo(2);
        house.clock.advance(Duration.ofDays(31));
        house.begin(house.federation(), idp, House.beginning());
        assertThat(house.count("select count(*) from federation_attempts")).isEqualTo(1);
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                Arguments.of("iss of another", Map.of("iss", "https://evil.example"), Reason.ISSUER_MISMATCH),
                Arguments.of("no code", Map.of("code", ""), Reason.CALLBACK_INCOMPLETE),
                Arguments.of("a code that was not given", Map.of("code", "stolen"), Reason.CODE_REFUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAnswers")
    void anAnswerThatDoesNotFitIsRefused(String name, Map<String, String> changed, Reason reason) {
        Map<String, String> answer = op.agree(house.begin(house.federation(), offered(), House.beginning()));
        answer.putAll(changed);
        assertThat(((Outcome.Refused) house.federation().callback(house.call, House.callback(answer))).reason())
                .as(name)
                .isEqualTo(reason);
    }

    @Test
    void aParameterThatComesTwiceIsRefused() {
        Map<String, String> answer = op.agree(house.begin(house.federation(), offered(), House.beginning()));
        Callback twice = new Callback(
                new Parameters(
                        Map.of("state", List.of(answer.get("state")), "code", List.of(answer.get("code"), "another"))),
                House.BROWSER);
        assertThat(((Outcome.Refused) house.federation().callback(house.call, twice)).reason())
                .isEqualTo(Reason.CALLBACK_INCOMPLETE);
    }

    @Test
    void theProviderMustNameItselfWhereItAnnouncesThat() {
        op.metadata = with("authorization_response_iss_parameter_supported", true);
        Stored<IdentityProvider> idp = offered();
        assertThat(refused(idp).reason()).isEqualTo(Reason.ISSUER_MISMATCH);
        Map<String, String> answer = op.agree(house.begin(house.federation(), idp, House.beginning()));
        answer.put("iss", op.issuer());
        assertThat(house.federation().callback(house.call, House.callback(answer)))
                .isInstanceOf(Outcome.SignedIn.class);
    }

    static Stream<Arguments> badProviders() {
        return Stream.of(
                bad(
                        "token: wrong secret",
                        Reason.CLIENT_REFUSED,
                        op -> op.token = e -> TestProvider.refuse(e, 401, "invalid_client")),
                bad(
                        "token: server error page",
                        Reason.PROVIDER_UNUSABLE,
                        op -> op.token = e -> TestServer.send(e, 502, "text/html", "<html>")),
                bad(
                        "token: garbage",
                        Reason.PROVIDER_UNUSABLE,
                        op -> op.token = e -> TestServer.send(e, 200, "application/json", "}{")),
                bad(
                        "token: no id_token",
                        Reason.PROVIDER_UNUSABLE,
                        op -> op.token = e -> TestServer.send(e, 200, "application/json", "{\"access_token\": \"a\"}")),
                bad(
                        "token: too large",
                        Reason.PROVIDER_UNREACHABLE,
                        op -> op.token = e -> TestServer.send(e, 200, "application/json", " ".repeat(70_000))),
                bad(
                        "token: redirect to a metadata address",
                        Reason.PROVIDER_UNREACHABLE,
                        op -> op.token = e -> {
                            e.getResponseHeaders().set("Location", "http://169.254.169.254/");
                            e.sendResponseHeaders(302, -1);
                        }),
                bad(
                        "ID token: another key",
                        Reason.ID_TOKEN_INVALID,
                        op -> op.signing = c -> TokenForge.sign(c, JWSAlgorithm.RS256, TokenForge.OTHER_RSA)),
                bad("ID token: unsigned", Reason.ID_TOKEN_INVALID, op -> op.signing = TokenForge::unsigned),
                bad(
                        "ID token: HMAC with the public key",
                        Reason.ID_TOKEN_INVALID,
                        op -> op.signing = TokenForge::hmacWithPublicKey),
                bad(
                        "ID token: another nonce",
                        Reason.ID_TOKEN_INVALID,
                        op -> op.idToken = c -> c.claim("nonce", "replayed")),
                bad("ID token: another audience", Reason.ID_TOKEN_INVALID, op -> op.idToken = c -> c.audience("other")),
                bad(
                        "ID token: another issuer",
                        Reason.ID_TOKEN_INVALID,
                        op -> op.idToken = c -> c.issuer("https://evil.example")),
                bad("userinfo: another subject", Reason.USERINFO_UNUSABLE, op -> op.person = Map.of("sub", "mallory")),
                bad("userinfo: no subject", Reason.USERINFO_UNUSABLE, op -> op.person = Map.of("email", "a@b")),
                bad(
                        "userinfo: refused",
                        Reason.USERINFO_UNUSABLE,
                        op -> op.userinfo = e -> TestServer.send(e, 403, "text/plain", "no")),
                bad(
                        "userinfo: signed",
                        Reason.USERINFO_UNUSABLE,
                        op -> op.userinfo = e -> TestServer.send(e, 200, "application/jwt", "a.b.c")),
                bad(
                        "userinfo: garbage",
                        Reason.USERINFO_UNUSABLE,
                        op -> op.userinfo = e -> TestServer.send(e, 200, "text/html", "<html>")));
    }

    private static Arguments bad(String name, Reason reason, Consumer<TestProvider> fault) {
        return Arguments.of(name, reason, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badProviders")
    void aProviderThatAnswersWrongSignsNobodyIn(String name, Reason reason, Consumer<TestProvider> fault) {
        fault.accept(op);
        Outcome.Refused refused = refused(offered());
        assertThat(refused.reason()).as(name).isEqualTo(reason);
        LogEntry last = house.log(refused.reference()).getLast();
        assertThat(last.ok()).isFalse();
        assertThat(last.detail()).isNotEmpty();
        assertThat(house.count("select count(*) from users")).isZero();
    }

    @Test
    void aSecretThatTheProviderRepeatsIsNotWrittenDown() {
        op.token = e -> TestServer.send(
                e,
                401,
                "application/json",
                "{\"error\": \"invalid_client\", \"error_description\": \"bad secret " + TestProvider.SECRET + "\"}");
        Outcome.Refused refused = refused(offered());
        assertThat(house.log(refused.reference()).getLast().detail())
                .contains("bad secret …")
                .doesNotContain(TestProvider.SECRET);
    }

    @Test
    void aProviderThatDoesNotAnswerInTimeFailsTheOneSignIn() {
        CountDownLatch over = new CountDownLatch(1);
        op.token = exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Map<String, String> answer = op.agree(house.begin(house.federation(), offered(), House.beginning()));
        OutboundLimits hurry = new OutboundLimits(Duration.ofSeconds(1), Duration.ofSeconds(1));
        Outcome outcome;
        try (OutboundClient hurried = new OutboundClient(AddressRules.LOOPBACK, hurry)) {
            outcome = house.federation(hurried).callback(house.call, House.callback(answer));
        }
        over.countDown();
        Outcome.Refused refused = (Outcome.Refused) outcome;
        assertThat(refused.reason()).isEqualTo(Reason.PROVIDER_UNREACHABLE);
        assertThat(house.log(refused.reference()).getLast().detail()).contains("timeout");
    }

    @Test
    void whoWouldWaitBehindTooManyOthersIsToldSoAtOnce() {
        CountDownLatch over = new CountDownLatch(1);
        TestServer.Answering good = op.token;
        op.token = exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            good.answer(exchange);
        };
        Stored<IdentityProvider> idp = offered();
        Federation federation = house.federation();
        List<Callback> answers = Stream.generate(
                        () -> House.callback(op.agree(house.begin(federation, idp, House.beginning()))))
                .limit(65)
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Outcome>> outcomes = answers.stream()
                    .map(answer ->
                            CompletableFuture.supplyAsync(() -> federation.callback(house.call, answer), threads))
                    .toList();
            Object first = CompletableFuture.anyOf(outcomes.toArray(CompletableFuture[]::new))
                    .join();
            over.countDown();

            assertThat(reason((Outcome) first)).isEqualTo(Reason.PROVIDER_BUSY);
            assertThat(outcomes.stream().map(CompletableFuture::join))
                    .filteredOn(Outcome.SignedIn.class::isInstance)
                    .hasSize(64);
        }
    }

    @Test
    void aProviderThatIsDownFailsTheBeginningWithAReason() {
        Stored<IdentityProvider> idp = offered();
        op.close();
        Step.Refused refused = (Step.Refused) house.federation().begin(house.call, idp, House.beginning());
        assertThat(refused.reason()).isEqualTo(Reason.PROVIDER_UNREACHABLE);
        Attempt attempt = house.attempts
                .byReference(House.INSTANCE, refused.reference())
                .orElseThrow()
                .state();
        assertThat(attempt.phase()).isEqualTo(Attempt.Phase.FAILED);
        assertThat(attempt.log().getLast().stage()).isEqualTo(Stage.DISCOVERY);
    }

    @Test
    void aProviderThatCallsItselfSomethingElseIsRefused() {
        op.metadata = with("issuer", "https://op.example");
        Step.Refused refused = (Step.Refused) house.federation().begin(house.call, offered(), House.beginning());
        assertThat(refused.reason()).isEqualTo(Reason.ISSUER_MISMATCH);
    }

    @Test
    void aProviderThatIsNotOfferedIsRefused() {
        Stored<IdentityProvider> idp = house.add("admin", house.provider(op));
        house.offer(House.INSTANCE);
        Step.Refused refused = (Step.Refused) house.federation().begin(house.call, idp, House.beginning());
        assertThat(refused.reason()).isEqualTo(Reason.PROVIDER_NOT_OFFERED);
    }

    @Test
    void aProviderThatIsTakenOutOfThePolicyMeanwhileSignsNobodyIn() {
        Stored<IdentityProvider> idp = offered();
        house.signIn(op, idp);
        Map<String, String> answer = op.agree(house.begin(house.federation(), idp, House.beginning()));
        house.noLongerOffer(idp);
        assertThat(((Outcome.Refused) house.federation().callback(house.call, House.callback(answer))).reason())
                .isEqualTo(Reason.PROVIDER_NOT_OFFERED);
    }

    @Test
    void aProviderThatIsRemovedOrMovedMeanwhileSignsNobodyIn() {
        Stored<IdentityProvider> idp = offered();
        Map<String, String> first = op.agree(house.begin(house.federation(), idp, House.beginning()));
        Map<String, String> second = op.agree(house.begin(house.federation(), idp, House.beginning()));
        house.update(idp, house.provider(op).setIssuer("https://moved.example"));
        assertThat(((Outcome.Refused) house.federation().callback(house.call, House.callback(first))).reason())
                .isEqualTo(Reason.PROVIDER_CHANGED);
        house.remove(idp);
        assertThat(((Outcome.Refused) house.federation().callback(house.call, House.callback(second))).reason())
                .isEqualTo(Reason.PROVIDER_CHANGED);
    }

    @Test
    void withMaxAgeThePersonMustHaveSignedInThereRecently() {
        Stored<IdentityProvider> idp = offered();
        Beginning recent =
                new Beginning("request", House.BROWSER, "", "", List.of(), Duration.ofMinutes(1), List.of(), Map.of());
        assertThat(((Outcome.Refused) house.signIn(op, idp, recent)).reason()).isEqualTo(Reason.ID_TOKEN_INVALID);
        op.idToken = claims -> claims.claim("auth_time", house.clock.instant().getEpochSecond());
        assertThat(house.signIn(op, idp, recent)).isInstanceOf(Outcome.SignedIn.class);
    }
}
