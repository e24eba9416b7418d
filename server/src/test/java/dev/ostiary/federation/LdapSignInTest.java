package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import dev.ostiary.api.admin.v1.AddLDAPProviderRequest;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.Bulkhead;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.Human;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People sign in with their name and password at a directory on loopback. */
class LdapSignInTest {
    private static final String OTHER_BROWSER = "another-browsers-key";

    private final TestDirectory directory = new TestDirectory();
    private House house;
    private Federation federation;

    @BeforeEach
    void open(@TempDir Path folder) {
        house = new House(folder);
        federation = house.federation();
        directory.add("ada", "mail: ada@acme.test", "mailVerified: TRUE");
    }

    @AfterEach
    void close() {
        directory.close();
        house.close();
    }

    @Test
    void theFirstSignInCreatesTheUserAndTheSecondRecognizesThem() {
        Stored<IdentityProvider> idp = offer(directory.provider());

        Outcome.SignedIn first = signedIn(signIn(idp, "ada", TestDirectory.PASSWORD));
        Outcome.SignedIn second = signedIn(signIn(idp, "ada@acme.test", TestDirectory.PASSWORD));

        Human human = first.user().state().human().orElseThrow();
        assertThat(first.user().state().userName()).isEqualTo("ada");
        assertThat(human.email().address()).isEqualTo("ada@acme.test");
        assertThat(human.email().verified()).isTrue();
        assertThat(human.links().getFirst().issuer()).isEqualTo("ldap:///dc=acme,dc=test?uid");
        assertThat(second.user().id()).isEqualTo(first.user().id());
        assertThat(house.attempts()).isEqualTo(house.replayedAttempts());
    }

    @Test
    void aPageElsewhereBringsNameAndPasswordInOneCall() {
        Stored<IdentityProvider> idp = offer(directory.provider());
        Intents intents = federation.intents();

        Intents.Proved unknown = intents.prove(house.call, idp, new Credentials("ada", TestDirectory.PASSWORD));
        Outcome.SignedIn created = signedIn(signIn(idp, "ada", TestDirectory.PASSWORD));
        Intents.Proved known = intents.prove(house.call, idp, new Credentials("ada", TestDirectory.PASSWORD));

        assertThat(unknown.userId()).isEmpty();
        assertThat(known.userId()).isEqualTo(created.user().id());
        assertThat(intents.retrieve(house.call, known.attempt().id(), known.token())
                        .identity()
                        .email())
                .isEqualTo("ada@acme.test");
        assertThat(house.attempts()).isEqualTo(house.replayedAttempts());
    }

    @Test
    void aWrongPasswordInACallIsRefusedAndWrittenDown() {
        Stored<IdentityProvider> idp = offer(directory.provider());

        assertThatThrownBy(() -> federation.intents().prove(house.call, idp, new Credentials("ada", "S3cret-guess")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.id()).contains("COMMAND-nzun2i"));
        assertThat(house.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.phase()).isEqualTo(Attempt.Phase.FAILED))
                .satisfies(attempt -> assertThat(attempt.log().toString()).doesNotContain("S3cret-guess"));
    }

    @Test
    void aWrongPasswordMayBeCorrectedAndEachStepIsKept() {
        Stored<IdentityProvider> idp = offer(directory.provider());
        String state = begin(idp);

        Outcome.AskAgain again = (Outcome.AskAgain) enter(state, "ada", "S3cret-guess");
        Outcome after = enter(state, "ada", TestDirectory.PASSWORD);

        assertThat(again.state()).isEqualTo(state);
        assertThat(again.authRequestId()).isEqualTo("request");
        signedIn(after);
        List<LogEntry> log = house.attempts().getFirst().log();
        assertThat(log)
                .anyMatch(entry -> entry.stage() == Stage.PASSWORD
                        && !entry.ok()
                        && entry.detail().startsWith("credentials_wrong: result 49"));
        assertThat(log.stream().map(LogEntry::detail))
                .anyMatch(detail -> detail.startsWith("ldap://localhost:") && detail.endsWith(", unencrypted"))
                .noneMatch(detail -> detail.contains("S3cret-guess")
                        || detail.contains(TestDirectory.PASSWORD)
                        || detail.contains(TestDirectory.READER_PASSWORD));
    }

    @Test
    void anUnknownNameIsAnsweredLikeAWrongPasswordAndIsNotWrittenDown() {
        Stored<IdentityProvider> idp = offer(directory.provider());

        Outcome outcome = signIn(idp, "My-Password-1", "x");

        assertThat(outcome).isInstanceOf(Outcome.AskAgain.class);
        assertThat(house.attempts().getFirst().log().toString()).doesNotContain("My-Password-1");
    }

    @Test
    void theFifthWrongAnswerEndsTheSignIn() {
        String state = begin(offer(directory.provider()));

        for (int i = 1; i < LdapConnector.MOST_WRONG; i++) {
            assertThat(enter(state, "ada", "wrong")).isInstanceOf(Outcome.AskAgain.class);
        }

        assertThat(reason(enter(state, "ada", "wrong"))).isEqualTo(Reason.CREDENTIALS_WRONG);
        assertThat(reason(enter(state, "ada", TestDirectory.PASSWORD))).isEqualTo(Reason.ALREADY_USED);
    }

    @Test
    void whoGuessesOneAccountsPasswordInManySignInsIsStoppedForAWhile() {
        Stored<IdentityProvider> idp = offer(directory.provider());
        directory.add("bob", "mail: bob@acme.test");
        for (int i = 0; i < WrongPasswords.MOST; i++) {
            signIn(idp, i % 2 == 0 ? "ada" : "ADA@acme.test", "wrong");
        }
        directory.asked.clear();

        assertThat(signIn(idp, "ada", TestDirectory.PASSWORD)).isInstanceOf(Outcome.AskAgain.class);
        assertThat(directory.asked).noneMatch(asked -> asked.startsWith("bind uid=ada"));
        signedIn(signIn(idp, "bob", TestDirectory.PASSWORD));
        house.clock.advance(java.time.Duration.ofMinutes(WrongPasswords.MINUTES));
        signedIn(signIn(idp, "ada", TestDirectory.PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul\0", "long"})
    void aPasswordThatNobodyCanHaveNeverGetsToTheDirectory(String password) {
        Stored<IdentityProvider> idp = offer(directory.provider());

        Outcome outcome = signIn(idp, "ada", password.equals("long") ? "x".repeat(201) : password);

        assertThat(outcome).isInstanceOf(Outcome.AskAgain.class);
        assertThat(directory.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "ad*", "ada)(uid=*", "*)(|(uid=*", "ada\\2a", "\0", "ada\0", "(", "\u202eada"})
    void aNameIsAValueWhateverStandsInIt(String name) {
        assertThat(signIn(offer(directory.provider()), name, TestDirectory.PASSWORD))
                .isInstanceOf(Outcome.AskAgain.class);
    }

    @Test
    void aNameThatTwoAccountsHaveIsRefused() {
        directory.add("eve", "mail: ada@acme.test");

        assertThat(reason(signIn(offer(directory.provider()), "ada@acme.test", TestDirectory.PASSWORD)))
                .isEqualTo(Reason.ACCOUNT_AMBIGUOUS);
        assertThat(directory.asked).noneMatch(asked -> asked.startsWith("bind uid="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"employeeNumber", "objectClass"})
    void anEntryWithoutExactlyOneIdIsRefused(String attribute) {
        AddLDAPProviderRequest.Builder provider = directory.provider();
        provider.getAttributesBuilder().setIdAttribute(attribute);

        assertThat(reason(signIn(offer(provider), "ada", TestDirectory.PASSWORD)))
                .isEqualTo(Reason.USERINFO_UNUSABLE);
    }

    @Test
    void withoutAnIdAttributeNothingIsAsked() {
        AddLDAPProviderRequest.Builder provider = directory.provider();
        provider.getAttributesBuilder().clearIdAttribute();

        assertThat(reason(signIn(offer(provider), "ada", TestDirectory.PASSWORD)))
                .isEqualTo(Reason.PROVIDER_UNUSABLE);
        assertThat(directory.asked).isEmpty();
    }

    @Test
    void theReadersPasswordIsWrong() {
        Outcome outcome =
                signIn(offer(directory.provider().setBindPassword("old-secret")), "ada", TestDirectory.PASSWORD);

        assertThat(reason(outcome)).isEqualTo(Reason.CLIENT_REFUSED);
        assertThat(house.log(((Outcome.Refused) outcome).reference()).getLast().detail())
                .contains("result 49")
                .doesNotContain("old-secret");
    }

    @Test
    void aServerThatIsDownLeadsToTheNextAndAWrongPasswordDoesNot() throws IOException {
        Stored<IdentityProvider> idp = offer(directory
                .provider()
                .clearServers()
                .addServers("ldap://localhost:" + nobody())
                .addServers(directory.url())
                .addServers(directory.url()));

        signedIn(signIn(idp, "ada", TestDirectory.PASSWORD));
        assertThat(house.attempts().getFirst().log())
                .anyMatch(entry -> !entry.ok() && entry.detail().contains("connection: nobody answers"));
        directory.asked.clear();
        assertThat(signIn(idp, "ada", "wrong")).isInstanceOf(Outcome.AskAgain.class);
        assertThat(directory.asked).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryThatNeverEndsItsAnswerIsGivenUp(boolean drips) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> holdOn(silent, drips));
            Stored<IdentityProvider> idp = offer(directory
                    .provider()
                    .clearServers()
                    .addServers("ldap://localhost:" + silent.getLocalPort())
                    .setTimeout(Duration.newBuilder().setNanos(300_000_000)));

            Outcome outcome = signIn(idp, "ada", TestDirectory.PASSWORD);

            assertThat(reason(outcome)).isEqualTo(Reason.PROVIDER_UNREACHABLE);
        }
    }

    @Test
    void moreThanSomeAtOnceAreToldThatTheDirectoryIsBusy() throws Exception {
        Stored<IdentityProvider> idp = offer(directory.provider());
        CountDownLatch talking = new CountDownLatch(Bulkhead.MOST);
        CountDownLatch goOn = new CountDownLatch(1);
        directory.atSearch = () -> {
            talking.countDown();
            await(goOn);
        };
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> all = IntStream.range(0, Bulkhead.MOST)
                    .mapToObj(i -> begin(idp))
                    .map(state -> people.submit(() -> enter(state, "ada", TestDirectory.PASSWORD)))
                    .toList();
            talking.await();

            assertThat(reason(signIn(idp, "ada", TestDirectory.PASSWORD))).isEqualTo(Reason.PROVIDER_BUSY);
            goOn.countDown();
            for (Future<Outcome> each : all) {
                each.get();
            }
        }
        signedIn(signIn(idp, "ada", TestDirectory.PASSWORD));
    }

    @Test
    void onlyTheBrowserThatBeganIsAskedAndMayAnswer() {
        Stored<IdentityProvider> idp = offer(directory.provider());
        String state = begin(idp);

        assertThat(federation.askedCredentials(house.call, state, House.BROWSER))
                .contains(new AskedCredentials("Acme directory", "", "request"));
        assertThat(federation.askedCredentials(house.call, state, OTHER_BROWSER))
                .isEmpty();
        assertThat(federation.askedCredentials(house.call, "unknown", House.BROWSER))
                .isEmpty();
        assertThat(reason(federation.credentials(
                        house.call,
                        state,
                        OTHER_BROWSER,
                        new Credentials("ada", TestDirectory.PASSWORD),
                        Outcome.Completion.NONE)))
                .isEqualTo(Reason.WRONG_BROWSER);
        assertThat(directory.asked).isEmpty();
    }

    @Test
    void aSignInWaitsForAQuarterOfAnHour() {
        String state = begin(offer(directory.provider()));
        house.clock.advance(Attempts.LIFETIME);

        assertThat(federation.askedCredentials(house.call, state, House.BROWSER))
                .isEmpty();
        assertThat(reason(enter(state, "ada", TestDirectory.PASSWORD))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void nobodyComesBackFromADirectoryAndNoOtherProviderTakesPasswords() {
        String state = begin(offer(directory.provider()));
        assertThat(reason(federation.callback(house.call, House.callback(Map.of("state", state, "code", "x")))))
                .isEqualTo(Reason.CALLBACK_INCOMPLETE);

        try (TestProvider op = new TestProvider(house.clock)) {
            Stored<IdentityProvider> other = house.add("admin", house.provider(op));
            house.store.write(tx -> {
                tx.sql().execute("delete from login_policies");
                return other;
            });
            house.offer(House.INSTANCE, other.id());
            String elsewhere = SignIns.state(house.begin(federation, other, House.beginning()));
            assertThat(reason(enter(elsewhere, "ada", TestDirectory.PASSWORD))).isEqualTo(Reason.CALLBACK_INCOMPLETE);
        }
    }

    @Test
    void aSecureConnectionIsMadeToWhomTheConfiguredCertificatesNameAndToNobodyElse() {
        TestCertificate own = TestCertificate.of("localhost");
        try (TestDirectory secure = new TestDirectory(own);
                TestDirectory misnamed = new TestDirectory(TestCertificate.of("directory.acme.test"))) {
            Stream.of(secure, misnamed).forEach(each -> each.add("ada", "mail: ada@acme.test"));
            AddLDAPProviderRequest trusting =
                    secure.provider().setRootCa(TestDirectory.pem(own)).build();
            AddLDAPProviderRequest other = secure.provider()
                    .setRootCa(TestDirectory.pem(TestCertificate.of("localhost")))
                    .build();

            assertThat(tried(trusting.toBuilder().setStartTls(true))).contains("TLSv1.3");
            assertThat(tried(overTls(trusting, secure))).contains("TLSv1.3");
            secure.asked.clear();
            assertThat(tried(other.toBuilder().setStartTls(true))).contains("provider_unreachable", "tls:");
            assertThat(tried(overTls(other, secure))).contains("provider_unreachable", "tls:");
            assertThat(tried(overTls(trusting.toBuilder().clearRootCa().build(), secure)))
                    .contains("provider_unreachable", "tls:");
            assertThat(tried(overTls(trusting, misnamed))).contains("provider_unreachable", "tls:");
            assertThat(secure.asked).isEmpty();
            assertThat(misnamed.asked).isEmpty();
        }
    }

    @Test
    void theCertificateOfAnotherHostIsRefusedEvenWhenItIsTrusted() {
        TestCertificate elsewhere = TestCertificate.of("directory.acme.test");
        try (TestDirectory misnamed = new TestDirectory(elsewhere)) {
            AddLDAPProviderRequest.Builder provider = misnamed.provider().setRootCa(TestDirectory.pem(elsewhere));

            assertThat(tried(provider.clone().setStartTls(true))).contains("provider_unreachable", "tls:");
            assertThat(tried(overTls(provider.build(), misnamed))).contains("provider_unreachable", "tls:");
            assertThat(misnamed.asked).isEmpty();
        }
    }

    @Test
    void whereStartTlsIsConfiguredNothingIsSaidWithoutIt() {
        assertThat(tried(directory.provider().setStartTls(true))).contains("provider_unusable");
        assertThat(directory.asked).isEmpty();
    }

    private static AddLDAPProviderRequest.Builder overTls(AddLDAPProviderRequest provider, TestDirectory at) {
        return provider.toBuilder().clearServers().addServers(at.secureUrl());
    }

    /** Signs in without a browser, and returns the steps. */
    private String tried(AddLDAPProviderRequest.Builder provider) {
        Stored<IdentityProvider> idp = offer(provider);
        StepLog log = new StepLog(house.clock);
        LdapConnector ldap = new LdapConnector(
                house.http.sockets(), InetAddress::isLoopbackAddress, house.providers::secret, house.clock);
        try {
            ldap.identify(idp, new Credentials("ada", TestDirectory.PASSWORD), log);
        } catch (LoginFailure failure) {
            log.failed(failure);
        }
        return log.entries().toString();
    }

    private Stored<IdentityProvider> offer(AddLDAPProviderRequest.Builder provider) {
        house.store.write(tx -> tx.sql().execute("delete from login_policies"));
        return house.offer("AddLDAPProvider", provider.build());
    }

    private String begin(Stored<IdentityProvider> idp) {
        Step.Leave leave = (Step.Leave) federation.begin(house.call, idp, House.beginning());
        return ((Way.Credentials) leave.way()).state();
    }

    private Outcome enter(String state, String name, String password) {
        return federation.credentials(
                house.call, state, House.BROWSER, new Credentials(name, password), Outcome.Completion.NONE);
    }

    private Outcome signIn(Stored<IdentityProvider> idp, String name, String password) {
        return enter(begin(idp), name, password);
    }

    private static Outcome.SignedIn signedIn(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.SignedIn.class);
        return (Outcome.SignedIn) outcome;
    }

    private static Reason reason(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reason();
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Takes a connection, and says nothing; or answers the bind (RFC 4511 section 4.2.2) with a very long name, very slowly. */
    private static void holdOn(ServerSocket server, boolean drips) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            if (drips) {
                out.write(HexFormat.of().parseHex("30830f0000" + "020101" + "61830efff0" + "0a0100" + "04830eff00"));
            }
            while (drips) {
                LockSupport.parkNanos(20_000_000);
                out.write(4);
            }
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
