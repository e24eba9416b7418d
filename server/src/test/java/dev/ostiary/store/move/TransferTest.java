package dev.ostiary.store.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.TestPostgres;
import dev.ostiary.TestStore;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.move.Transfer.Comparison;
import dev.ostiary.store.postgres.PostgresTarget;
import dev.ostiary.store.sqlite.SqliteFile;
import dev.ostiary.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are hard to carry over, and what becomes of them when they change on the way. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
@Timeout(120)
class TransferTest {
    /** What COPY's text format has a meaning for, and characters that UTF-8 and UTF-16 put in a different order. */
    private static final List<String> HARD = List.of(
            "",
            "\\N",
            "\\.",
            "\\",
            "a\tb",
            "a\nb",
            "a\r\nb",
            "\\t",
            "'; --",
            "é",
            "e\u0301",
            "\uFFFD",
            "\uD83D\uDE00",
            "Z",
            "a",
            "_");

    @TempDir
    Path folder;

    private final TestPostgres.Database database = TestPostgres.database();
    private Store store;
    private Handle source;
    private PostgresTarget target;
    private Transfer transfer;

    @BeforeEach
    void openBoth() throws IOException, SQLException {
        Path file = folder.resolve("ostiary.db");
        store = new SqliteStore(file, 1, () -> TestStore.START, StoreMetrics.unread());
        source = new SqliteFile(file).reader();
        target = PostgresTarget.open(database.address());
        transfer = new Transfer(source.getConnection(), target.connection(), (table, done, total) -> {});
    }

    @AfterEach
    void closeBoth() throws IOException {
        target.close();
        source.close();
        store.close();
    }

    private void change(String sql, Object... arguments) {
        store.write(tx -> tx.sql().execute(sql, arguments));
    }

    private void claim(String value) {
        change("insert into claims (instance, kind, value) values ('i', 'k', ?)", value);
    }

    private void event(String stream, String payload) {
        change(
                "insert into events (instance, stream_type, stream, version, type, at, actor, owner, payload) "
                        + "values ('i', 'org', ?, 1, 't', 1, 'a', 'o', ?)",
                stream,
                payload);
    }

    private void app(String id, String client) {
        change(
                "insert into apps values ('i', ?, 'o', 1, 1, 1, 'p', 'n', ?, 'k', 'c', 'ACTIVE', '[]', null)",
                id,
                client);
    }

    private void assertTheSame() throws SQLException {
        assertThat(transfer.compare())
                .isNotEmpty()
                .allSatisfy(table ->
                        assertThat(table.differences()).as(table.table()).isZero());
    }

    @Test
    void everyTextArrivesAsItWas() throws SQLException {
        HARD.forEach(this::claim);
        HARD.forEach(text -> event("s" + text, text));

        transfer.copy();

        assertTheSame();
        assertThat(transfer.compare()).contains(new Comparison("claims", HARD.size(), 0));
        assertThat(transfer.align()).isZero();
    }

    @Test
    void booleansAndNullsArrive() throws SQLException {
        change(
                "insert into projects (instance, id, owner, version, created_at, changed_at, name, role_assertion, role_check,"
                        + " project_check, private_labeling) values ('i', 'p', 'o', 1, 1, 1, 'n', true, false, true, 'x')");
        change(
                "insert into idps (instance, id, owner, version, created_at, changed_at, name, options, kind, config, old_settings)"
                        + " values ('i', '1', 'o', 1, 1, 1, 'n', '', '', '', null), ('i', '2', 'o', 1, 1, 1, 'n', '', '', '', '')");

        transfer.copy();

        assertTheSame();
    }

    @Test
    void whatWasAddedChangedAndRemovedMeanwhileIsBroughtOver() throws SQLException {
        HARD.forEach(this::claim);
        app("1", "x");
        app("2", "y");
        event("1", "first");
        transfer.copy();

        HARD.stream().skip(5).forEach(text -> change("delete from claims where value = ?", text));
        HARD.forEach(text -> claim(text + "+"));
        change("update apps set client_id = 'z' where id = '1'");
        change("update apps set client_id = 'x' where id = '2'");
        change("update apps set client_id = 'y' where id = '1'");
        event("2", "second");
        assertThat(transfer.compare())
                .anySatisfy(table -> assertThat(table.differences()).isPositive());

        assertThat(transfer.align()).isPositive();

        assertTheSame();
        assertThat(transfer.align()).isZero();
    }

    @Test
    void theNextEventGetsAPositionBehindThoseThatWereCopied() throws Exception {
        event("1", "first");
        event("2", "second");
        transfer.copy();
        transfer.align();
        target.commit();

        database.execute(
                "insert into events (instance, stream_type, stream, version, type, at, actor, owner, payload) values ('i', 'org', '3', 1, 't', 1, 'a', 'o', '')");

        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select position from events order by stream")) {
            for (long position = 1; position <= 3; position++) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(position);
            }
        }
    }

    @Test
    void aTableThatOnlyOneSideHasIsNotForgotten() {
        change("create table more (id text not null primary key)");

        assertThatThrownBy(() -> new Transfer(source.getConnection(), target.connection(), (table, done, total) -> {}))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("more.id");
    }

    @Test
    void nobodyWritesToTheDatabaseMeanwhile() {
        assertThatThrownBy(() -> PostgresTarget.open(database.address()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("somebody else writes");
    }
}
