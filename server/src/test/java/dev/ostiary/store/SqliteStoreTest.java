package dev.ostiary.store;

import dev.ostiary.TestDatabase;

class SqliteStoreTest extends StoreSuite {
    @Override
    TestDatabase database() {
        return TestDatabase.sqlite();
    }
}
