package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.GrantingCalls;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with login name and password, from the application and back to it. */
class SignInTest {
    private static final String ANSWERED = House.CALLBACK + "?code=";

    @TempDir
    Path dir;

    private House house;
    private Visitor ada;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        ada = new Visitor(house);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void loginNameAndPasswordLeadBackToTheApplication() {
        house.person("ada");

        ada.open();
        assertThat(ada.title()).isEqualTo("Sign in");
        assertThat(ada.html()).contains("to continue to Orders");
        ada.submit(Paths.LOGIN_NAME, "loginName", "ADA ");
        assertThat(ada.title()).isEqualTo("Enter your password");
        ada.submit(Paths.PASSWORD, "password", House.PASSWORD);

        assertThat(ada.left()).startsWith(ANSWERED).contains("&state=s1").contains("iss=");
        assertThat(house.countOf("sessions")).isEqualTo(1);
    }

    @Test
    void whoIsSignedInIsNotAskedAgain() {
        house.person("ada");
        signIn(ada);

        ada.open();

        assertThat(ada.left()).startsWith(ANSWERED);
        assertThat(ada.header("Location")).startsWith(ANSWERED);
    }

    @Test
    void promptLoginAndMaxAgeAskAgainAndKeepTheSession() {
        house.person("ada");
        signIn(ada);
        house.clock.advance(Duration.ofMinutes(10));

        ada.open("prompt", "login");
        assertThat(ada.title()).isEqualTo("Sign in");
        ada.open("max_age", "60");
        assertThat(ada.title()).isEqualTo("Sign in");
        password(ada, "ada", House.PASSWORD);

        assertThat(ada.left()).startsWith(ANSWERED);
        assertThat(house.countOf("sessions")).isEqualTo(1);
    }

    @Test
    void selectAccountOffersWhoIsSignedInAndAnotherAccount() {
        house.person("ada");
        house.person("bob");
        signIn(ada);

        ada.open("prompt", "select_account");
        assertThat(ada.title()).isEqualTo("Choose an account");
        String another = ada.links().getLast();
        ada.submit(Paths.CONTINUE);
        assertThat(ada.left()).startsWith(ANSWERED);

        ada.open("prompt", "select_account")
                .get(ada.links().isEmpty() ? another : ada.links().getLast());
        password(ada, "bob", House.PASSWORD);
        assertThat(ada.left()).startsWith(ANSWERED);
        assertThat(house.countOf("sessions")).isEqualTo(1);
        assertThat(ada.get(Paths.START).html()).contains("bob");
    }

    @Test
    void theLoginHintLeadsToThePasswordAndCanBeChanged() {
        house.person("ada");

        ada.open("login_hint", "bob");
        assertThat(ada.title()).isEqualTo("Enter your password");
        assertThat(ada.form(Paths.PASSWORD)).containsEntry("username", "bob");
        ada.get(ada.links().getFirst());
        assertThat(ada.title()).isEqualTo("Sign in");
        assertThat(ada.form(Paths.LOGIN_NAME)).containsEntry("loginName", "bob");
        password(ada, "ada", House.PASSWORD);

        assertThat(ada.left()).startsWith(ANSWERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "nobody", "without-password"})
    void aWrongPasswordAnUnknownNameAndAUserWithoutPasswordLookTheSame(String name) {
        house.person("ada");
        house.person("without-password", house.acme, null, false, List.of());

        ada.open();
        password(ada, name, "wrong");

        assertThat(ada.title()).isEqualTo("Enter your password");
        assertThat(ada.html()).contains("Login name or password is wrong, or the account is locked.");
        assertThat(ada.left()).isEmpty();
        assertThat(ada.cookies).containsOnlyKeys("ostiary-browser");
    }

    @Test
    void whoGuessesIsLockedOutAndReadsNothingElse() {
        house.person("ada");
        ada.open();
        for (int i = 0; i < 5; i++) {
            password(ada, "ada", "wrong");
        }
        String wrong = ada.html().replaceAll("value=\"[^\"]*\"|ticket=[^\"]*", "");

        ada.submit(Paths.PASSWORD, "password", House.PASSWORD);

        assertThat(ada.html().replaceAll("value=\"[^\"]*\"|ticket=[^\"]*", "")).isEqualTo(wrong);
        house.clock.advance(Duration.ofMinutes(2));
        ada.submit(Paths.PASSWORD, "password", House.PASSWORD);
        assertThat(ada.left()).startsWith(ANSWERED);
    }

    @Test
    void anEmptyLoginNameAndAnEmptyPasswordAreAskedForAgain() {
        ada.open().submit(Paths.LOGIN_NAME, "loginName", "  ");
        assertThat(ada.html()).contains("Enter your login name.").contains("aria-invalid=\"true\"");
        ada.submit(Paths.LOGIN_NAME, "loginName", "x".repeat(201));
        assertThat(ada.html()).contains("This login name is too long.");
        ada.submit(Paths.LOGIN_NAME, "loginName", "ada").submit(Paths.PASSWORD);
        assertThat(ada.html()).contains("role=\"alert\"").contains("Enter your password.");
    }

    @Test
    void aPasswordSetBySomebodyElseIsChangedFirst() {
        Stored<User> user = house.person("ada", house.acme, House.PASSWORD, true, List.of());
        ada.open();
        password(ada, "ada", House.PASSWORD);
        assertThat(ada.title()).isEqualTo("Choose a new password");
        assertThat(ada.cookies).doesNotContainKey("ostiary");

        newPassword("short", "other");
        assertThat(ada.html()).contains("The two passwords are not the same.").contains("at least 8 characters");
        newPassword(House.PASSWORD, House.PASSWORD);
        assertThat(ada.html()).contains("This is the password you have now.");
        String proved = ada.field(Paths.NEW_PASSWORD, "ticket");
        newPassword("Another-Horse-8", "Another-Horse-8");

        assertThat(ada.left()).startsWith(ANSWERED);
        assertThat(NewPasswordPages.isRequired(house.person(user).state())).isFalse();
        house.clock.advance(Duration.ofMinutes(1));
        ada.get(Paths.with(Paths.NEW_PASSWORD, proved));
        assertThat(ada.status()).isEqualTo(400);
        ada.open("prompt", "login");
        password(ada, "ada", "Another-Horse-8");
        assertThat(ada.left()).startsWith(ANSWERED);
    }

    private void newPassword(String wanted, String repeated) {
        ada.submit(Paths.NEW_PASSWORD, "newPassword", wanted, "repeated", repeated);
    }

    @Test
    void anApplicationThatAsksForAnOrganizationGetsOnlyItsPeople() {
        house.person("ada");
        String other = house.organization("Other", House.policy(true));
        house.person("olga", other, House.PASSWORD, false, List.of());
        String scope = "openid urn:zitadel:iam:org:id:" + other;

        ada.open("scope", scope);
        password(ada, "ada", House.PASSWORD);
        assertThat(ada.html()).contains("Login name or password is wrong");
        ada.open("scope", scope);
        password(ada, "olga", House.PASSWORD);

        assertThat(ada.left()).startsWith(ANSWERED);
    }

    @Test
    void whoseOrganizationWantsNoPasswordsIsToldAfterTheRightOne() {
        String strict = house.organization("Strict", House.policy(false));
        house.person("sven", strict, House.PASSWORD, false, List.of());

        ada.open();
        password(ada, "sven", "wrong");
        assertThat(ada.html()).contains("Login name or password is wrong");
        password(ada, "sven", House.PASSWORD);

        assertThat(ada.html()).contains("doesn’t allow signing in with a password");
        assertThat(house.countOf("sessions")).isZero();
    }

    @Test
    void cancellingTellsTheApplication() {
        ada.open();
        String ticket = ada.field(Paths.LOGIN_NAME, "ticket");

        ada.post(Paths.CANCEL, Map.of("ticket", ticket, "csrf", ada.field(Paths.LOGIN_NAME, "csrf")));

        assertThat(ada.left())
                .startsWith(House.CALLBACK + "?error=access_denied")
                .contains("state=s1");
    }

    @Test
    void anAnsweredRequestLeadsToAPageThatSaysWhatToDo() {
        house.person("ada");
        ada.open();
        String ticket = ada.field(Paths.LOGIN_NAME, "ticket");
        password(ada, "ada", House.PASSWORD);

        ada.get(Paths.with(Paths.LOGIN_NAME, ticket));

        assertThat(ada.status()).isEqualTo(400);
        assertThat(ada.html()).contains("finished or has expired").contains("Reference for your administrator");
    }

    @Test
    void aNativeApplicationIsReachedByARedirectThatThePolicyOfThePageAllows() {
        house.person("ada");
        String app = house.application("com.example.app:/cb");

        ada.openApplication(app, "com.example.app:/cb").submit(Paths.LOGIN_NAME, "loginName", "ada");
        assertThat(ada.header("Content-Security-Policy")).contains("form-action 'self' com.example.app:;");
        ada.submit(Paths.PASSWORD, "password", House.PASSWORD);

        assertThat(ada.status()).isEqualTo(303);
        assertThat(ada.header("Location")).startsWith("com.example.app:/cb?code=");
    }

    @Test
    void signingOutEndsTheSession() {
        house.person("ada");
        signIn(ada);

        ada.get("/oidc/v1/end_session");
        assertThat(ada.title()).isEqualTo("Sign out?");
        assertThat(ada.html()).contains("Ada Lovelace");
        ada.submit(Paths.LOGOUT);

        assertThat(ada.title()).isEqualTo("You are signed out");
        assertThat(ada.cookies).containsOnlyKeys("ostiary-browser");
        assertThat(house.countOf("sessions")).isZero();
        assertThat(ada.open().title()).isEqualTo("Sign in");
    }

    @Test
    void signingOutLeadsOnlyToRegisteredAddresses() {
        house.person("ada");
        signIn(ada);
        String target = Paths.LOGOUT + "?client_id=" + house.clientId + "&state=x&post_logout_redirect_uri=";

        assertThat(ada.get(target + "https://evil.example/").status()).isEqualTo(400);
        ada.get(target + "https://app.example.com/bye")
                .submit(Paths.LOGOUT, "post_logout_redirect_uri", "https://evil.example/");
        assertThat(ada.status()).isEqualTo(400);
        ada.get(target + "https://app.example.com/bye");

        assertThat(ada.left()).isEqualTo("https://app.example.com/bye?state=x");
    }

    @Test
    void theStartPageSaysWhoIsSignedIn() {
        house.person("ada");

        assertThat(ada.get("/ui/login").html()).contains("Sign-in starts in an application.");
        signIn(ada);

        assertThat(ada.get("/ui/login/login").html()).contains("Ada Lovelace").contains(Paths.LOGOUT);
    }

    @Test
    void whoHasNoRoleIsToldSoAndGetsInOnceTheyHaveOne() {
        Stored<User> person = house.person("ada");
        GrantingCalls administrator = house.administrator();
        administrator.role(house.acme, House.PROJECT, "reader");
        administrator.project(house.acme, House.PROJECT, false, true, false);

        ada.open();
        password(ada, "ada", House.PASSWORD);
        assertThat(ada.status()).isEqualTo(403);
        assertThat(ada.html()).contains("You don’t have a role in this application yet.");
        assertThat(ada.form(Paths.CANCEL)).isNotEmpty();
        String again = ada.links().getFirst();
        ada.get(ada.links().get(1));
        assertThat(ada.title()).as("another account can be used").isEqualTo("Sign in");

        administrator.give(house.acme, person.id(), House.PROJECT, "", "reader");
        assertThat(ada.get(again).left()).startsWith(ANSWERED);
    }

    @Test
    void whoseOrganizationIsNotAdmittedIsToldSo() {
        house.person("ada");
        GrantingCalls administrator = house.administrator();
        String beta = house.store
                .write(tx -> house.orgs.add(tx, house.instance.id(), House.HOST, "", "Beta"))
                .id();
        house.person("bob", beta, House.PASSWORD, false, List.of());
        administrator.project(house.acme, House.PROJECT, false, false, true);

        Visitor bob = new Visitor(house);
        bob.open();
        password(bob, "bob", House.PASSWORD);
        assertThat(bob.status()).isEqualTo(403);
        assertThat(bob.html()).contains("This application isn’t open to your organization.");

        signIn(ada);
    }

    private void signIn(Visitor visitor) {
        visitor.open();
        password(visitor, "ada", House.PASSWORD);
        assertThat(visitor.left()).startsWith(ANSWERED);
    }

    private static void password(Visitor visitor, String name, String password) {
        if (visitor.html().contains("action=\"" + Paths.LOGIN_NAME + "\"")) {
            visitor.submit(Paths.LOGIN_NAME, "loginName", name);
        }
        visitor.submit(Paths.PASSWORD, "password", password);
    }
}
