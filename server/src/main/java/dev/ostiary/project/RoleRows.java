package dev.ostiary.project;

import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Which roles something gives, a row each, so that it is found when a role goes.
 *
 * @param table of the rows
 * @param column that has the id of what gives the roles
 */
public record RoleRows(String table, String column) {

    /** Replaces its rows. */
    public void save(Handle sql, Stored<?> giver, String project, List<String> roles) {
        remove(sql, giver.stream());
        for (String role : roles) {
            DirectSql.execute(
                    sql,
                    "insert into " + table + " (instance, " + column + ", project, role) values (?, ?, ?, ?)",
                    giver.stream().instance(),
                    giver.id(),
                    project,
                    role);
        }
    }

    public void remove(Handle sql, Stream giver) {
        DirectSql.execute(
                sql,
                "delete from " + table + " where instance = ? and " + column + " = ?",
                giver.instance(),
                giver.id());
    }
}
