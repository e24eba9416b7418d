package dev.ostiary.store.sqlite;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Where the tables' definitions are. */
final class Migrations {
    private Migrations() {}

    static FluentConfiguration of(DataSource source) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/sqlite", "classpath:db/common")
                .loggers("slf4j");
    }
}
