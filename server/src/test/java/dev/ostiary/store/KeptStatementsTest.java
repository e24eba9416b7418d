package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStatementsTest {
    @TempDir
    Path dir;

    private final KeptStatements statements = new KeptStatements();
    private Handle handle;

    @BeforeEach
    void open() {
        handle = Jdbi.open("jdbc:sqlite:" + dir.resolve("test.db"));
        handle.setStatementBuilder(statements);
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @Test
    void aStatementThatIsDoneIsUsedAgain() throws SQLException {
        PreparedStatement first = prepare("select 1");
        giveBack("select 1", first);

        assertThat(prepare("select 1")).isSameAs(first);
    }

    @Test
    void aStatementInUseIsNotGivenToAnother() throws SQLException {
        PreparedStatement first = prepare("select 1");

        assertThat(prepare("select 1")).isNotSameAs(first);
    }

    @Test
    void ofTwoEqualStatementsOneIsKeptAndTheOtherClosed() throws SQLException {
        PreparedStatement first = prepare("select 1");
        PreparedStatement second = prepare("select 1");

        giveBack("select 1", first);
        giveBack("select 1", second);

        assertThat(first.isClosed()).isTrue();
        assertThat(prepare("select 1")).isSameAs(second);
    }

    @Test
    void atMostTwoHundredFiftySixAreKeptAndTheLongestUnusedIsClosed() throws SQLException {
        List<PreparedStatement> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(prepare("select " + i));
            giveBack("select " + i, all.getLast());
        }

        assertThat(all.subList(0, 44)).allMatch(KeptStatementsTest::closed);
        assertThat(all.subList(44, 300)).noneMatch(KeptStatementsTest::closed);
    }

    @Test
    void aKeptStatementForgetsItsParameters() throws SQLException {
        String sql = "select coalesce(?, 'nothing')";
        PreparedStatement statement = prepare(sql);
        statement.setString(1, "secret");
        giveBack(sql, statement);

        try (var rows = prepare(sql).executeQuery()) {
            assertThat(rows.getString(1)).isEqualTo("nothing");
        }
    }

    @Test
    void aStatementThatFailedCanBeUsedAgain() {
        handle.execute("create table t (v text primary key)");
        handle.execute("insert into t values (?)", "a");
        assertThatThrownBy(() -> handle.execute("insert into t values (?)", "a"));

        assertThat(handle.execute("insert into t values (?)", "b")).isEqualTo(1);
    }

    @SuppressWarnings("NullAway") // the context is not looked at, and only Jdbi can make one
    private PreparedStatement prepare(String sql) throws SQLException {
        return statements.create(connection(), sql, null);
    }

    private void giveBack(String sql, PreparedStatement statement) throws SQLException {
        statements.close(connection(), sql, statement);
    }

    private Connection connection() {
        return handle.getConnection();
    }

    private static boolean closed(PreparedStatement statement) {
        try {
            return statement.isClosed();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
