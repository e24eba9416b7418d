package dev.ostiary.store.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.TestPostgres;
import dev.ostiary.TestStore;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.postgres.PostgresAddress.Host;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class OpeningTest {
    @Test
    void anUnreachableDatabaseIsNamedInOneLineWithoutThePassword() {
        PostgresAddress nobody =
                new PostgresAddress(List.of(new Host("127.0.0.1", 1)), "id", "ostiary", "s3cret", Map.of());

        assertThatThrownBy(() -> PostgresStore.open(nobody, 1, () -> TestStore.START, StoreMetrics.unread()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the database postgres://127.0.0.1:1/id can't be used: ")
                .hasMessageNotContainingAny("\n", "s3cret", "ostiary:");
    }

    @Test
    @EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
    void aDatabaseThatIsNotThereIsNamed() {
        PostgresAddress real = TestPostgres.database().address();
        PostgresAddress missing = new PostgresAddress(real.hosts(), "missing", real.user(), "", Map.of());

        assertThatThrownBy(() -> PostgresStore.open(missing, 1, () -> TestStore.START, StoreMetrics.unread()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("database \"missing\" does not exist");
    }
}
