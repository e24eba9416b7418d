package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.TestDirectory;
import dev.ostiary.federation.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with name and password at a directory, from the application and back to it. */
class CredentialPagesTest {
    private static final String ANSWERED = House.CALLBACK + "?code=";
    private static final String WRONG = "User name or password is wrong.";

    @TempDir
    Path dir;

    private final TestDirectory directory = new TestDirectory();
    private House house;
    private Visitor ada;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        ada = new Visitor(house);
        directory.add("ada", "mail: ada@acme.test");
        house.policy(House.policy(true, house.directory(directory)));
    }

    @AfterEach
    void close() {
        directory.close();
        house.close();
    }

    @Test
    void aPageOfOursAsksAndThePersonGoesBackToTheApplication() {
        choose(ada);
        assertThat(ada.title()).isEqualTo("Sign in with Acme directory");
        assertThat(ada.html()).contains("to continue to Orders");

        ada.submit(Paths.CREDENTIALS, "name", " ada ", "password", TestDirectory.PASSWORD);

        assertThat(ada.left()).startsWith(ANSWERED);
        assertThat(ada.get(Paths.START).html()).contains("Ada Lovelace");
    }

    @Test
    void aWrongPasswordIsToldAndTheNameStays() {
        choose(ada);

        ada.submit(Paths.CREDENTIALS, "name", "ada", "password", "wrong-secret");

        assertThat(ada.status()).isEqualTo(200);
        assertThat(ada.html()).contains(WRONG).contains("value=\"ada\"").doesNotContain("wrong-secret");
        ada.submit(Paths.CREDENTIALS, "password", TestDirectory.PASSWORD);
        assertThat(ada.left()).startsWith(ANSWERED);
    }

    @Test
    void anUnknownNameReadsTheSame() {
        choose(ada);

        assertThat(ada.submit(Paths.CREDENTIALS, "name", "*", "password", "x").html())
                .contains(WRONG);
    }

    @Test
    void whoEntersNothingIsAskedForIt() {
        choose(ada);

        assertThat(ada.submit(Paths.CREDENTIALS, "name", "ada", "password", "").html())
                .contains("Enter your user name and your password.");
        assertThat(ada.submit(Paths.CREDENTIALS, "name", "x".repeat(300), "password", "x")
                        .html())
                .contains("Enter your user name and your password.");
    }

    @Test
    void whoIsWrongTooOftenReadsItAndMayBeginAgain() {
        choose(ada);
        for (int i = 0; i < 5; i++) {
            ada.submit(Paths.CREDENTIALS, "name", "ada", "password", "wrong");
        }

        assertThat(ada.status()).isEqualTo(400);
        assertThat(ada.html())
                .contains("was wrong too often")
                .containsPattern("<code>[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}</code>")
                .contains("Back to Orders");
        ada.get(ada.links().getFirst());
        assertThat(ada.title()).isEqualTo("Sign in");
    }

    @Test
    void thePersonMayGoBackToTheApplication() {
        choose(ada);

        ada.submit(Paths.CANCEL);

        assertThat(ada.left()).startsWith(House.CALLBACK + "?error=access_denied");
    }

    @Test
    void theLoginNameThatIsKnownIsFilledIn() {
        ada.open("login_hint", "ada").get(ada.links().getLast());

        assertThat(ada.field(Paths.CREDENTIALS, "name")).isEqualTo("ada");
    }

    @Test
    void thePageIsForTheBrowserThatBeganAndIsGoneAfterwards() {
        choose(ada);
        String state = ada.field(Paths.CREDENTIALS, "state");
        Map<String, String> form = ada.form(Paths.CREDENTIALS);
        Visitor eve = new Visitor(house);
        eve.open();

        assertThat(eve.get(Paths.credentials(state)).html()).contains("too old, or it was opened in another browser");
        ada.submit(Paths.CREDENTIALS, "name", "ada", "password", TestDirectory.PASSWORD);
        assertThat(ada.get(Paths.credentials(state)).html()).contains("too old");
        form.put("name", "ada");
        form.put("password", TestDirectory.PASSWORD);
        assertThat(ada.post(Paths.CREDENTIALS, form).html()).contains("This sign-in is finished");
    }

    @Test
    void theRecordedAddressLeadsToTheBeginningOfTheSignIn() {
        ada.open();
        String request = ada.links().getLast().replaceAll(".*authRequestID=", "");

        assertThat(ada.get(Paths.OLD_CREDENTIALS + "?authRequestID=" + request).title())
                .isEqualTo("Sign in");
    }

    @Test
    void aSignInAtAnotherProviderTakesNoPasswordHere() {
        try (TestProvider op = new TestProvider(house.clock)) {
            choose(ada);
            Map<String, String> form = ada.form(Paths.CREDENTIALS);
            house.policy(House.policy(true, house.provider("Contoso", op, false, true)));
            ada.open().get(ada.links().getLast());
            form.put("state", op.agree(URI.create(ada.left())).getOrDefault("state", ""));
            form.put("name", "ada");
            form.put("password", "x");

            ada.post(Paths.CREDENTIALS, form);

            assertThat(ada.status()).isEqualTo(400);
        }
    }

    private static void choose(Visitor visitor) {
        assertThat(visitor.open().html()).contains("Continue with Acme directory");
        visitor.get(visitor.links().getLast());
    }
}
