package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.config.Settings;
import dev.ostiary.store.postgres.PostgresAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** From a file to PostgreSQL. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
@Timeout(120)
class MoveTest {
    @TempDir
    Path data;

    private final TestPostgres.Database database = TestPostgres.database();
    private final PostgresAddress address = database.address();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final CountDownLatch toldToStop = new CountDownLatch(1);
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8) {
        @Override
        public void println(String line) {
            super.println(line);
            if (line.startsWith("Stop the server")) {
                toldToStop.countDown();
            }
        }
    };

    private Settings inFile() {
        return Settings.read(Map.of("data", data.toString()), Map.of(), null);
    }

    private Settings inPostgres() {
        String store = "postgres://postgres@" + address.hosts().getFirst() + "/" + address.database();
        return Settings.read(Map.of("data", data.toString(), "store", store), Map.of(), null);
    }

    private void move() throws IOException {
        Move.run(inPostgres(), address, out);
    }

    private static Foundation installed(Settings settings) throws IOException {
        Foundation base = Foundation.open(settings);
        new FirstStart(base, Features.on(base)).create(List.of("localhost"), credentials -> {});
        return base;
    }

    private static String addOrganization(Foundation base, String name) {
        Features features = Features.on(base);
        String instance = features.instances().all().getFirst().id();
        return base.store()
                .write(tx -> features.orgs().add(tx, instance, "localhost", "SYSTEM", name))
                .id();
    }

    private static void close(Foundation base) throws Exception {
        for (AutoCloseable part : base.parts()) {
            part.close();
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void changeFile(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ostiary.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private long events() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from events")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void assertRefused(ThrowingCallable command, String why) {
        assertThatThrownBy(command)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatARunningServerWritesUntilItEndsIsMovedAndTheNextServerGoesOnWithIt() throws Exception {
        Foundation before = installed(inFile());
        CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> {
            try {
                move();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        toldToStop.await();
        String organization = addOrganization(before, "Late");
        close(before);
        moving.join();

        assertThat(printed())
                .contains(
                        "Copied ",
                        "ok      master key",
                        "ok      history",
                        "ok      users: 2 rows",
                        "Moved to postgres://");
        Foundation after = Foundation.open(inPostgres());
        Features features = Features.on(after);
        String instance = features.instances().all().getFirst().id();
        assertThat(after.vault().opens(instance)).isTrue();
        assertThat(addOrganization(after, "Later")).isGreaterThan(organization);
        new Replay(StreamKinds.ALL).assertTablesTellTheSame(after.store(), instance);
        close(after);
    }

    @Test
    void noServerStartsOnWhatStaysBehindAndNothingElseIsMadeOfIt() throws Exception {
        close(installed(inFile()));
        move();

        assertRefused(() -> Foundation.open(inFile()), "the data was moved to postgres://");
        assertRefused(() -> Backup.run(inFile(), data.resolve("backup.db"), out), "the data was moved");
        assertRefused(() -> RotateKey.run(inFile(), out), "the data was moved");
        assertRefused(this::move, "has data already");
    }

    @Test
    void aMoveThatFindsAFaultLeavesNothingAndCanBeRunAgain() throws Exception {
        close(installed(inFile()));
        changeFile("update orgs set owner = owner || 'x'");

        assertRefused(this::move, "nothing was moved");
        assertThat(printed()).contains("failed  history: org");
        assertThat(events()).isZero();
        assertThat(data.resolve(DataFolder.MOVED)).doesNotExist();

        changeFile("update orgs set owner = rtrim(owner, 'x')");
        move();
        assertThat(events()).isPositive();
    }

    @Test
    void anotherMasterKeyIsFoundOutBeforeAnythingIsCopied() throws Exception {
        close(installed(inFile()));
        Settings wrong = Settings.read(
                Map.of(
                        "data",
                        data.toString(),
                        "master-key",
                        Base64.getEncoder().encodeToString(new byte[32])),
                Map.of(),
                null);

        assertRefused(() -> Move.run(wrong, address, out), "nothing was moved");
        assertThat(printed()).contains("failed  master key").doesNotContain("Copied");
    }

    @Test
    void aDatabaseThatHasAnInstanceIsNotMovedTo() throws Exception {
        close(installed(inFile()));
        close(installed(inPostgres()));
        long before = events();

        assertRefused(this::move, "has data already");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void tablesOfAnotherVersionAreNotMoved() throws Exception {
        close(installed(inFile()));
        changeFile("delete from flyway_schema_history where version = '61'");

        assertRefused(this::move, "of another version");
    }

    @Test
    void aFolderWithoutADatabaseIsNotMoved() {
        assertRefused(this::move, "no database");
    }

    @Test
    void thereIsOneDirectionAndItNeedsAnAddress() {
        ParseResult back = parsed("move", "--from", "postgres", "--to", "sqlite");
        assertThatThrownBy(() -> CommandLine.destination(back, inPostgres()))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("from sqlite to postgres");
        ParseResult nowhere = parsed("move", "--from", "sqlite", "--to", "postgres");
        assertThatThrownBy(() -> CommandLine.destination(nowhere, inFile()))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("OSTIARY_STORE");
        assertThatThrownBy(() -> parsed("move")).isInstanceOf(ParameterException.class);
    }

    private static ParseResult parsed(String... arguments) {
        return CommandLine.parse(arguments).subcommand();
    }
}
