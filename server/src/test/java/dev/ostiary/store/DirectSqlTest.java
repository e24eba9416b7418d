package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With statements that the connection keeps, and with such that are closed after use. */
class DirectSqlTest {
    @TempDir
    Path dir;

    private Handle handle;

    @BeforeEach
    void open() {
        handle = Jdbi.open("jdbc:sqlite:" + dir.resolve("test.db"));
        handle.execute("create table t (k text primary key, v integer)");
    }

    @AfterEach
    void close() {
        handle.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsWrittenIsRead(boolean kept) {
        keep(kept);
        assertThat(insert("a", 1)).isEqualTo(1);
        assertThat(insert("b", null)).isEqualTo(1);

        assertThat(DirectSql.list(handle, "select k from t order by k", row -> row.getString(1)))
                .containsExactly("a", "b");
        assertThat(DirectSql.find(handle, "select v from t where k = ?", row -> row.getInt(1), "a"))
                .contains(1);
        assertThat(DirectSql.find(handle, "select v from t where k = ?", row -> row.getInt(1), "c"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondRowWhereOneIsAskedForIsAnError(boolean kept) {
        keep(kept);
        insert("a", 1);
        insert("b", 2);

        assertThatThrownBy(() -> DirectSql.find(handle, "select k from t", row -> row.getString(1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheDatabaseRefusesTellsTheStatementAndIsNoObstacleForTheNext(boolean kept) {
        keep(kept);
        insert("a", 1);

        assertThatThrownBy(() -> insert("a", 2))
                .isInstanceOf(DirectSql.Failed.class)
                .hasMessageContaining("insert into t");
        assertThat(insert("b", 2)).isEqualTo(1);
    }

    private void keep(boolean kept) {
        if (kept) {
            handle.setStatementBuilder(new KeptStatements());
        }
    }

    private int insert(String key, @Nullable Integer value) {
        return DirectSql.execute(handle, "insert into t values (?, ?)", key, value);
    }
}
