package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.instance.Instance;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Sign-ins that a page of somebody else's begins: what the browser brings there, and what that is good for. */
class IntentsTest extends SignIns {
    private static final Landing LANDING =
            new Landing("https://login.example.com/ok?request=7&x=%20#top", "https://login.example.com/no");

    /** What the browser brought to the page. */
    private record Brought(String id, String token, String user) {}

    private Map<String, String> agreed(Stored<IdentityProvider> idp) {
        return op.agree(House.to(begun(idp).way()));
    }

    private Intents.Begun begun(Stored<IdentityProvider> idp) {
        return house.federation().intents().start(house.call, idp, LANDING);
    }

    private URI landed(Map<String, String> answer) {
        Outcome outcome = house.federation().callback(house.call, House.callback(answer, ""));
        return URI.create(((Outcome.Landed) outcome).to());
    }

    private Brought vouched(Stored<IdentityProvider> idp) {
        Parameters query = Parameters.parse(landed(agreed(idp)).getRawQuery());
        return new Brought(
                query.first("id").orElseThrow(),
                query.first("token").orElseThrow(),
                query.first("user").orElse(""));
    }

    private Intents.Known retrieve(Brought brought) {
        return house.federation().intents().retrieve(house.call, brought.id(), brought.token());
    }

    private String use(Brought brought, String userId) {
        return house.store
                .write(tx -> house.federation().intents().use(tx, house.call, brought.id(), brought.token(), userId))
                .idp();
    }

    private static void assertRefused(ThrowingCallable call, String problemId) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.id()).contains(problemId));
    }

    private Stored<User> linked(Stored<IdentityProvider> idp, String issuer) {
        return house.person(house.org, "ada", "ada@acme.test", new IdpLink(idp.id(), "alice-there", "alice", issuer));
    }

    @Test
    void thePersonComesBackToThePageWhichLearnsWhoItIs() {
        Stored<IdentityProvider> idp = offered();

        URI page = landed(agreed(idp));

        assertThat(page.toString())
                .startsWith("https://login.example.com/ok?request=7&x=%20&id=")
                .endsWith("#top");
        assertThat(page.getRawQuery()).contains("&token=").doesNotContain("&user=");
        Brought brought = vouched(idp);
        Intents.Known known = retrieve(brought);
        assertThat(known.idp().id()).isEqualTo(idp.id());
        assertThat(known.identity().subject()).isEqualTo("alice-there");
        assertThat(known.identity().obtained().accessToken()).isEqualTo("access");
        assertThat(known.identity().obtained().idToken()).startsWith("ey");
        assertThat(known.linked()).isFalse();
        assertThat(known.userId()).isEmpty();
        assertThat(retrieve(brought).identity()).isEqualTo(known.identity());
        assertThat(house.count("select count(*) from users")).isZero();
        assertThat(house.count("select count(*) from sessions")).isZero();
    }

    @Test
    void whomTheAccountIsLinkedToIsSaidAndSignedInOnce() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> ada = linked(idp, op.issuer());

        Brought brought = vouched(idp);

        assertThat(brought.user()).isEqualTo(ada.id());
        assertThat(retrieve(brought).userId()).isEqualTo(ada.id());
        assertThat(use(brought, ada.id())).isEqualTo(idp.id());
        assertRefused(() -> use(brought, ada.id()), "COMMAND-Df4bw");
        assertRefused(() -> retrieve(brought), "IDP-nme4gszsvx");
        assertThat(house.replayedAttempts()).isEqualTo(house.attempts());
    }

    @Test
    void itIsWorthNothingForAnybodyElse() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> bob = house.person(house.org, "bob", "bob@acme.test");
        Brought brought = vouched(idp);

        assertRefused(() -> use(brought, bob.id()), "COMMAND-O8xk3w");
        assertRefused(() -> use(brought, ""), "COMMAND-O8xk3w");
        Stored<User> ada = linked(idp, "");
        assertRefused(() -> use(brought, bob.id()), "COMMAND-O8xk3w");

        assertThat(use(brought, ada.id())).isEqualTo(idp.id());
    }

    @Test
    void theRulesOfLinksAreThoseOfOurOwnPages() {
        Stored<IdentityProvider> idp = offered();
        linked(idp, "https://old.example");

        assertThat(landed(agreed(idp)).toString())
                .startsWith("https://login.example.com/no?error=other_issuer&error_description=reference+");
    }

    @Test
    void whoMayNoLongerSignInMakesNoUseOfItEither() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> ada = linked(idp, "");
        Brought brought = vouched(idp);

        house.noLongerOffer(idp);

        assertRefused(() -> use(brought, ada.id()), "COMMAND-O8xk3w");
        assertThat(retrieve(brought).userId()).isEmpty();
        assertThat(retrieve(brought).linked()).isTrue();
        assertRefused(() -> begun(idp), "COMMAND-In6of");
    }

    @Test
    void itTakesTheToken() {
        Stored<IdentityProvider> idp = offered();
        Brought brought = vouched(idp);
        Brought other = vouched(idp);

        assertRefused(() -> retrieve(new Brought(brought.id(), "x", "")), "CRYPTO-Swg31");
        assertRefused(() -> retrieve(new Brought(brought.id(), other.token(), "")), "CRYPTO-CRYPTO");
        assertRefused(() -> use(new Brought(brought.id(), other.token(), ""), "7"), "CRYPTO-CRYPTO");
        assertRefused(() -> retrieve(new Brought("17", brought.token(), "")), "CRYPTO-CRYPTO");
        Call elsewhere = new Call(
                new Instance("2", "other", List.of(), "", "", "en", false),
                house.call.origin(),
                "",
                house.call.caller(),
                house.call.language());
        assertRefused(
                () -> house.federation().intents().retrieve(elsewhere, brought.id(), brought.token()), "CRYPTO-CRYPTO");
    }

    @Test
    void itIsGoodForAnHour() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> ada = linked(idp, "");
        Brought brought = vouched(idp);
        house.clock.advance(Duration.ofMinutes(59));
        retrieve(brought);
        house.clock.advance(Duration.ofMinutes(1));

        assertRefused(() -> retrieve(brought), "IDP-SAf42");
        assertRefused(() -> use(brought, ada.id()), "COMMAND-SAf42");
        house.clock.advance(Duration.ofHours(1));
        begun(idp);
        assertRefused(() -> retrieve(brought), "IDP-SAf42");
        assertThat(house.count("select count(*) from federation_pending")).isEqualTo(1);
    }

    @Test
    void thePersonHasAQuarterOfAnHourAtTheProvider() {
        Map<String, String> answer = agreed(offered());
        house.clock.advance(Duration.ofMinutes(16));

        assertThat(landed(answer).toString()).startsWith("https://login.example.com/no?error=expired&");
    }

    @Test
    void anAnswerIsUsedOnce() {
        Map<String, String> answer = agreed(offered());
        landed(answer);

        assertThat(landed(answer).toString()).startsWith("https://login.example.com/no?error=IDP-Sfrgs&");
    }

    @Test
    void whatTheProviderSaysIsToldAsItIs() {
        Map<String, String> answer = agreed(offered());
        answer.remove("code");
        answer.put("error", "access_denied");
        answer.put("error_description", "not today & never");

        assertThat(landed(answer).toString())
                .startsWith(
                        "https://login.example.com/no?error=access_denied&error_description=not+today+%26+never&id=");
        assertThat(house.attempts().getFirst().reason()).isEqualTo(Reason.CANCELLED);
    }

    @Test
    void theStepLogTellsWhereItBroke() {
        op.token = exchange -> TestProvider.refuse(exchange, 401, "invalid_client");

        Parameters query = Parameters.parse(landed(agreed(offered())).getRawQuery());

        assertThat(query.first("error")).contains("client_refused");
        String reference = query.first("error_description").orElseThrow().replace("reference ", "");
        assertThat(house.log(reference).getLast().detail()).contains("invalid_client");
    }

    @Test
    void aRefusedPromptIsLeftOutAndThePersonSentAgain() {
        Stored<IdentityProvider> idp = offered();
        Intents.Begun begun = begun(idp);
        Map<String, String> refused = Map.of("error", "invalid_request", "state", state(House.to(begun.way())));

        Outcome again = house.federation().callback(house.call, House.callback(refused, ""));

        URI request = House.to(((Outcome.Again) again).way());
        assertThat(request.getRawQuery()).doesNotContain("prompt=");
        assertThat(landed(op.agree(request)).toString())
                .startsWith(LANDING.successUrl().substring(0, 30));
    }

    @Test
    void aProviderThatCannotBeReachedIsSaidToTheCaller() {
        Stored<IdentityProvider> idp = offered();
        op.close();

        assertRefused(() -> begun(idp), "IDP-Bu7ne");
        assertThat(house.attempts().getFirst().reason()).isEqualTo(Reason.PROVIDER_UNREACHABLE);
    }

    @Test
    void oneOrganizationThatOffersTheProviderIsEnoughToBegin() {
        Stored<IdentityProvider> idp = house.add("admin", house.provider(op));
        house.offer(House.INSTANCE);
        assertRefused(() -> begun(idp), "COMMAND-In6of");

        house.offer(house.org, idp.id());

        assertThat(vouched(idp).id()).isNotEmpty();
    }

    @Test
    void ourOwnPagesCannotGoOnWithItNorItWithOurs() {
        Stored<IdentityProvider> idp = offered(true, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Brought brought = vouched(idp);
        Stored<User> bob = house.person(house.org, "bob", "bob@acme.test");

        for (String key : List.of("", brought.token(), House.BROWSER)) {
            assertThat(reason(house.federation().link(house.call, brought.id(), key, bob)))
                    .isEqualTo(Reason.WRONG_BROWSER);
            assertThat(house.federation().asked(house.call, brought.id(), key)).isEmpty();
        }
        Outcome.AskToLinkOrCreate asked = asked(idp);
        assertRefused(() -> retrieve(new Brought(asked.attempt(), brought.token(), "")), "CRYPTO-CRYPTO");
    }

    @Test
    void nothingOfThePersonAndNoSecretIsInTheOpen() {
        vouched(offered());

        String kept = house.store.read(sql -> sql.select("select payload from events where stream_type = 'idpintent'"
                        + " union all select attempt from federation_attempts"
                        + " union all select sealed from federation_pending")
                .mapTo(String.class)
                .list()
                .toString());

        assertThat(kept).contains("login.example.com").doesNotContain("alice@", "Alice", "\"access\"", "eyJ");
    }
}
