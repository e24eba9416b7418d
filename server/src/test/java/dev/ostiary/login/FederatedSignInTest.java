package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.GrantingCalls;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.store.Committed;
import dev.ostiary.user.User.IdpLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in through a provider, from the application and back to it. */
class FederatedSignInTest {
    private static final String ANSWERED = House.CALLBACK + "?code=";

    @TempDir
    Path dir;

    private House house;
    private TestProvider op;
    private Visitor alice;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        op = new TestProvider(house.clock);
        alice = new Visitor(house);
    }

    @AfterEach
    void close() {
        op.close();
        house.close();
    }

    @Test
    void whoIsUnknownCreatesAnAccountAndIsKnownNextTime() {
        offer(false, true);
        comeBack(alice.open().get(button()));
        assertThat(alice.title()).isEqualTo("We don’t know you yet");
        assertThat(alice.html()).contains("You signed in with Contoso").doesNotContain(Paths.LINK);
        assertThat(alice.form(Paths.CREATE))
                .containsEntry("userName", "alice")
                .containsEntry("givenName", "Alice")
                .containsEntry("familyName", "Doe")
                .containsEntry("email", "alice@acme.test");

        alice.submit(Paths.CREATE, "givenName", "Alicia");
        assertThat(alice.left()).startsWith(ANSWERED);
        assertThat(alice.get(Paths.START).html()).contains("Alicia Doe").contains("alice");

        Visitor elsewhere = new Visitor(house);
        comeBack(elsewhere.open().get(elsewhere.links().getFirst()));
        assertThat(elsewhere.left()).startsWith(ANSWERED);
        assertThat(elsewhere.header("Location")).startsWith(ANSWERED);
    }

    @Test
    void theFormSaysWhatIsWrongAndKeepsWhatWasEntered() {
        house.person("alice");
        offer(false, true);
        comeBack(alice.open().get(button()));

        alice.submit(Paths.CREATE, "familyName", " ", "email", "nowhere");
        assertThat(alice.html())
                .contains("aria-describedby=\"familyName-error\"")
                .contains("Please fill this in.")
                .contains("Enter an e-mail address")
                .contains("value=\"nowhere\"");
        alice.submit(Paths.CREATE, "familyName", "Doe", "email", "alice@acme.test");
        assertThat(alice.html()).contains("aria-describedby=\"userName-error\"").contains("This user name is taken.");
        alice.submit(Paths.CREATE, "userName", "alice2");

        assertThat(alice.left()).startsWith(ANSWERED);
    }

    @Test
    void whoHasAnAccountLinksItByItsPassword() {
        house.person("ada");
        offer(true, true);
        comeBack(alice.open().get(button()));

        alice.submit(Paths.LINK);
        assertThat(alice.title()).isEqualTo("Sign in to link Contoso");
        assertThat(alice.form(Paths.CANCEL)).containsKey("ticket");
        alice.submit(Paths.LOGIN_NAME, "loginName", "ada").submit(Paths.PASSWORD, "password", "wrong");
        assertThat(alice.html()).contains("Login name or password is wrong");
        alice.submit(Paths.PASSWORD, "password", House.PASSWORD);
        assertThat(alice.title()).isEqualTo("Accounts linked");
        assertThat(alice.html()).contains("Contoso signs you in as ada.");
        alice.submit(Paths.CONTINUE);
        assertThat(alice.left()).startsWith(ANSWERED);

        Visitor elsewhere = new Visitor(house);
        comeBack(elsewhere.open().get(elsewhere.links().getFirst()));
        assertThat(elsewhere.left()).startsWith(ANSWERED);
        assertThat(elsewhere.get(Paths.START).html()).contains("Ada Lovelace");
    }

    @Test
    void linkingAlsoWorksWhenTheApplicationWantsAFreshSignIn() {
        house.person("ada");
        String idp = offer(true, false);
        comeBack(alice.open("prompt", "login", "scope", "openid urn:zitadel:iam:org:idp:id:" + idp));

        alice.submit(Paths.LINK)
                .submit(Paths.LOGIN_NAME, "loginName", "ada")
                .submit(Paths.PASSWORD, "password", House.PASSWORD)
                .submit(Paths.CONTINUE);

        assertThat(alice.left()).startsWith(ANSWERED);
    }

    @Test
    void wherePasswordsAreNotAllowedLinkingIsNotOffered() {
        String idp = house.provider("Contoso", op, true, true);
        house.policy(House.policy(false, idp));

        comeBack(alice.open());

        assertThat(alice.html()).contains(Paths.CREATE).doesNotContain(Paths.LINK);
    }

    @Test
    void whereNothingIsAllowedAPageSaysSoAndLeadsBack() {
        offer(false, false);

        comeBack(alice.open().get(button()));

        assertThat(alice.status()).isEqualTo(400);
        assertThat(alice.html())
                .contains("There is no account here for you")
                .containsPattern("<code>[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}</code>")
                .contains("Back to Orders");
        assertThat(alice.links()).anyMatch(link -> link.startsWith(Paths.LOGIN + "?authRequestID="));
        alice.submit(Paths.CANCEL);
        assertThat(alice.left()).startsWith(House.CALLBACK + "?error=access_denied");
    }

    @Test
    void whoCancelsAtTheProviderMayTryAgain() {
        offer(false, true);
        alice.open().get(button());
        String state = op.agree(URI.create(alice.left())).getOrDefault("state", "");

        alice.get(Paths.CALLBACK + "?error=access_denied&state=" + state);
        assertThat(alice.html()).contains("You cancelled at the identity provider");
        alice.get(alice.links().getFirst());

        assertThat(alice.title()).isEqualTo("Sign in");
    }

    @Test
    void anAnswerCountsOnceAndOnlyInItsBrowser() {
        offer(false, true);
        alice.open().get(button());
        String answer = callback(op.agree(URI.create(alice.left())));
        Visitor eve = new Visitor(house);

        assertThat(eve.get(answer).html())
                .contains("started in another browser")
                .doesNotContain("Back to Orders");
        comeBack(alice.open().get(button()));
        assertThat(alice.title()).isEqualTo("We don’t know you yet");
        assertThat(alice.get(answer).html()).contains("already been finished");
        assertThat(alice.get(Paths.CALLBACK + "?state=forged&code=x").html()).contains("any sign-in we know");
    }

    @Test
    void aPostedAnswerIsTakenToo() {
        offer(false, true);
        alice.open().get(button());
        Map<String, String> answer = op.agree(URI.create(alice.left()));

        alice.post(Paths.OLD_CALLBACK, answer);

        assertThat(alice.title()).isEqualTo("We don’t know you yet");
    }

    @Test
    void theScopeLeadsStraightToAProviderThatIsOffered() {
        String idp = offer(false, true);
        String scope = "openid urn:zitadel:iam:org:idp:id:";

        assertThat(alice.open("scope", scope + idp).left()).startsWith(op.issuer() + "/auth?");
        alice.open("scope", scope + "123");

        assertThat(alice.html())
                .contains("not available here")
                .contains("Back to Orders")
                .doesNotContain("Try again");
    }

    @Test
    void theOnlyWayInIsTakenAtOnce() {
        String idp = house.provider("Contoso", op, false, true);
        house.policy(House.policy(false, idp));

        assertThat(alice.open("login_hint", "alice").left())
                .startsWith(op.issuer() + "/auth?")
                .contains("login_hint=alice");
    }

    @Test
    void aVerifiedDomainLeadsUnknownPeopleToTheProviderOfTheirOrganization() {
        String idp = house.provider("Contoso", op, false, true);
        house.organization("Contoso", House.policy(false, idp));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", "anybody@contoso." + House.HOST);

        assertThat(alice.left()).startsWith(op.issuer() + "/auth?").contains("login_hint=anybody%40contoso.");
        assertThat(alice.status()).isEqualTo(200);
        alice.open("login_hint", "anybody@contoso." + House.HOST);
        assertThat(alice.left()).startsWith(op.issuer() + "/auth?");
        assertThat(alice.status()).isEqualTo(303);
    }

    @Test
    void aVerifiedDomainWithPasswordsShowsItsProvidersBesideThePassword() {
        String idp = house.provider("Contoso", op, false, true);
        house.organization("Contoso", House.policy(true, idp));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", "anybody@contoso." + House.HOST);
        assertThat(alice.title()).isEqualTo("Enter your password");
        alice.get(alice.links().getLast());

        assertThat(alice.left()).startsWith(op.issuer() + "/auth?");
    }

    @Test
    void whoHasNoPasswordIsLedToTheirProvider() {
        String idp = house.provider("Contoso", op, false, false);
        String org = house.organization("Contoso", House.policy(true, idp));
        house.person("alice", org, null, false, List.of(new IdpLink(idp, "alice-there", "alice", op.issuer())));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", "alice");

        assertThat(alice.left()).startsWith(op.issuer() + "/auth?");
    }

    @Test
    void aProviderThatIsDownFailsWithAReasonAndTheFormWorksOn() {
        house.person("ada");
        offer(false, true);
        op.close();

        alice.open().get(button());
        assertThat(alice.html()).contains("We can’t reach the identity provider at the moment.");
        alice.get(alice.links().getFirst())
                .submit(Paths.LOGIN_NAME, "loginName", "ada")
                .submit(Paths.PASSWORD, "password", House.PASSWORD);

        assertThat(alice.left()).startsWith(ANSWERED);
    }

    @Test
    void theSessionAndTheAnswerToTheApplicationAreOfOneMoment() {
        createdAlice();
        begunAnew();
        List<Integer> codes = new CopyOnWriteArrayList<>();
        house.store.onCommit(committed -> {
            if (committed.stream().map(Committed::type).anyMatch("idpintent.succeeded"::equals)) {
                codes.add(codes());
            }
        });

        comeBack(alice);

        assertThat(alice.left()).startsWith(ANSWERED);
        assertThat(codes)
                .first()
                .as("that of the first sign-in, and the new one")
                .isEqualTo(2);
    }

    @Test
    void whoMayNotUseTheApplicationIsSignedInAndToldSoAndGetsInLater() {
        createdAlice();
        GrantingCalls administrator = house.administrator();
        administrator.role(house.acme, House.PROJECT, "reader");
        administrator.project(house.acme, House.PROJECT, false, true, false);
        begunAnew();

        comeBack(alice);

        assertThat(alice.status()).isEqualTo(403);
        assertThat(alice.html()).contains("You don’t have a role in this application yet.");
        assertThat(codes()).as("that of the first sign-in").isOne();
        String again = alice.links().getFirst();
        assertThat(alice.get(Paths.START).html()).contains("Alice Doe");

        administrator.project(house.acme, House.PROJECT, false, false, false);
        assertThat(alice.get(again).left()).startsWith(ANSWERED);
    }

    private void createdAlice() {
        offer(false, true);
        comeBack(alice.open().get(button()));
        alice.submit(Paths.CREATE);
        assertThat(alice.left()).startsWith(ANSWERED);
    }

    /** A new browser stands at the provider. */
    private void begunAnew() {
        alice = new Visitor(house);
        alice.open().get(button());
    }

    private int codes() {
        return house.store.read(sql -> sql.select("select count(*) from authorization_codes")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void aQuestionThatWaitedTooLongIsNotAnswered() {
        offer(false, true);
        comeBack(alice.open().get(button()));
        house.clock.advance(Duration.ofMinutes(59));

        alice.submit(Paths.CREATE);

        assertThat(alice.status()).isEqualTo(400);
        assertThat(alice.html()).contains("Start signing in again from the application.");
    }

    private String offer(boolean linking, boolean creation) {
        String idp = house.provider("Contoso", op, linking, creation);
        house.policy(House.policy(true, idp));
        return idp;
    }

    private String button() {
        assertThat(alice.html()).contains("Continue with Contoso");
        return alice.links().getLast();
    }

    /** The person agrees at the provider, and the browser comes back. */
    private void comeBack(Visitor visitor) {
        assertThat(visitor.left()).startsWith(op.issuer() + "/auth?");
        visitor.get(callback(op.agree(URI.create(visitor.left()))));
    }

    private static String callback(Map<String, String> answer) {
        return Paths.CALLBACK + "?state=" + answer.get("state") + "&code=" + answer.get("code");
    }
}
