package dev.ostiary.instance;

import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code instances}. An instance is a row of itself. */
final class InstanceTable implements Table<Instance> {
    private static final Rows ROWS = new Rows(
            "instances", "name", "domains", "default_organization", "project", "default_language", "impersonation");

    @Override
    public Optional<Stored<Instance>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Instances.TYPE, InstanceTable::read, instance, id);
    }

    /** The one query that no instance's id bounds: it is how instances are found. */
    List<Instance> all(Handle sql) {
        return ROWS.list(sql, Instances.TYPE, InstanceTable::read, "order by created_at").stream()
                .map(Stored::state)
                .toList();
    }

    @Override
    public void save(Handle sql, Stored<Instance> stored) {
        Instance instance = stored.state();
        ROWS.save(
                sql,
                stored,
                instance.name(),
                Json.write(instance.domains()),
                instance.defaultOrganization(),
                instance.project(),
                instance.defaultLanguage(),
                instance.impersonation());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static Instance read(ResultSet row) throws SQLException {
        return new Instance(
                row.getString("id"),
                row.getString("name"),
                Json.readStrings(row.getString("domains")),
                row.getString("default_organization"),
                row.getString("project"),
                row.getString("default_language"),
                row.getBoolean("impersonation"));
    }
}
