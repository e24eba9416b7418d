package dev.ostiary.store;

import dev.ostiary.TestDatabase;
import dev.ostiary.TestPostgres;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
class PostgresStoreTest extends StoreSuite {
    @Override
    TestDatabase database() {
        return TestPostgres.database();
    }
}
