package dev.ostiary.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Which database speaks PostgreSQL's protocol: what it can do beyond what all of them can. */
enum Product {
    POSTGRESQL,

    /** YugabyteDB or CockroachDB: no table locks, no LISTEN, no number for the oldest running transaction. */
    DISTRIBUTED;

    static Product of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version()")) {
            row.next();
            return named(row.getString(1));
        }
    }

    static Product named(String version) {
        return version.contains("CockroachDB") || version.contains("-YB-") ? DISTRIBUTED : POSTGRESQL;
    }

    boolean locksTables() {
        return this == POSTGRESQL;
    }

    boolean notifies() {
        return this == POSTGRESQL;
    }

    boolean numbersTransactions() {
        return this == POSTGRESQL;
    }
}
