package dev.ostiary.project;

import dev.ostiary.project.Project.PrivateLabeling;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Page;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code projects}. */
final class ProjectTable implements Table<Project> {
    private static final Rows ROWS = new Rows(
            "projects", "name", "role_assertion", "role_check", "project_check", "private_labeling", "inactive");

    @Override
    public Optional<Stored<Project>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Projects.TYPE, ProjectTable::read, instance, id);
    }

    List<Stored<Project>> ownedBy(Handle sql, String instance, String owner) {
        return ROWS.list(sql, Projects.TYPE, ProjectTable::read, "where instance = ? and owner = ?", instance, owner);
    }

    Page<Stored<Project>> list(Handle sql, Conditions conditions, Page.Window window) {
        return ROWS.page(sql, Projects.TYPE, ProjectTable::read, conditions, window);
    }

    @Override
    public void save(Handle sql, Stored<Project> stored) {
        Project project = stored.state();
        ROWS.save(
                sql,
                stored,
                project.name(),
                project.roleAssertion(),
                project.roleCheck(),
                project.projectCheck(),
                project.privateLabeling().name(),
                project.inactive());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static Project read(ResultSet row) throws SQLException {
        return new Project(
                row.getString("name"),
                row.getBoolean("role_assertion"),
                row.getBoolean("role_check"),
                row.getBoolean("project_check"),
                PrivateLabeling.valueOf(row.getString("private_labeling")),
                row.getBoolean("inactive"));
    }
}
