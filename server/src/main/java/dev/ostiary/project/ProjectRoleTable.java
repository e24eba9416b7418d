package dev.ostiary.project;

import dev.ostiary.store.Conditions;
import dev.ostiary.store.DirectSql;
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

/** {@code project_roles}: one row a role. */
final class ProjectRoleTable implements Table<ProjectRole> {
    private static final Rows ROWS = new Rows("project_roles", "project", "role_key", "display_name", "role_group");

    @Override
    public Optional<Stored<ProjectRole>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, ProjectRoles.TYPE, ProjectRoleTable::read, instance, id);
    }

    List<Stored<ProjectRole>> ofProject(Handle sql, String instance, String project) {
        return ROWS.list(
                sql,
                ProjectRoles.TYPE,
                ProjectRoleTable::read,
                "where instance = ? and project = ?",
                instance,
                project);
    }

    List<String> keys(Handle sql, String instance, String project, int limit) {
        return DirectSql.list(
                sql,
                "select role_key from project_roles where instance = ? and project = ? order by created_at, id limit ?",
                row -> row.getString(1),
                instance,
                project,
                limit);
    }

    Page<Stored<ProjectRole>> list(Handle sql, Conditions conditions, Page.Window window) {
        return ROWS.page(sql, ProjectRoles.TYPE, ProjectRoleTable::read, conditions, window);
    }

    @Override
    public void save(Handle sql, Stored<ProjectRole> stored) {
        ProjectRole role = stored.state();
        ROWS.save(sql, stored, role.projectId(), role.key(), role.displayName(), role.group());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static ProjectRole read(ResultSet row) throws SQLException {
        return new ProjectRole(
                row.getString("project"),
                row.getString("role_key"),
                row.getString("display_name"),
                row.getString("role_group"));
    }
}
