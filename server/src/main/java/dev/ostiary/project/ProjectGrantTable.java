package dev.ostiary.project;

import dev.ostiary.store.Conditions;
import dev.ostiary.store.Json;
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

/** {@code project_grants} and, to find them by role, {@code project_grant_roles}. */
final class ProjectGrantTable implements Table<ProjectGrant> {
    private static final Rows ROWS = new Rows("project_grants", "project", "granted_org", "roles", "active");
    private static final RoleRows ROLES = new RoleRows("project_grant_roles", "project_grant");

    @Override
    public Optional<Stored<ProjectGrant>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, ProjectGrants.TYPE, ProjectGrantTable::read, instance, id);
    }

    Optional<Stored<ProjectGrant>> of(Handle sql, String instance, String project, String organization) {
        return list(sql, "where instance = ? and granted_org = ? and project = ?", instance, organization, project)
                .stream()
                .findFirst();
    }

    List<Stored<ProjectGrant>> ofProject(Handle sql, String instance, String project) {
        return list(sql, "where instance = ? and project = ?", instance, project);
    }

    List<Stored<ProjectGrant>> grantedTo(Handle sql, String instance, String organization) {
        return list(sql, "where instance = ? and granted_org = ?", instance, organization);
    }

    List<Stored<ProjectGrant>> withRole(Handle sql, String instance, String project, String role) {
        return list(
                sql,
                "where instance = ? and id in"
                        + " (select project_grant from project_grant_roles where instance = ? and project = ? and role = ?)",
                instance,
                instance,
                project,
                role);
    }

    private static List<Stored<ProjectGrant>> list(Handle sql, String condition, String... arguments) {
        return ROWS.list(sql, ProjectGrants.TYPE, ProjectGrantTable::read, condition, (Object[]) arguments);
    }

    Page<Stored<ProjectGrant>> list(Handle sql, Conditions conditions, Page.Window window) {
        return ROWS.page(sql, ProjectGrants.TYPE, ProjectGrantTable::read, conditions, window);
    }

    @Override
    public void save(Handle sql, Stored<ProjectGrant> stored) {
        ProjectGrant grant = stored.state();
        ROWS.save(sql, stored, grant.projectId(), grant.grantedOrg(), Json.write(grant.roleKeys()), grant.active());
        ROLES.save(sql, stored, grant.projectId(), grant.roleKeys());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
        ROLES.remove(sql, stream);
    }

    private static ProjectGrant read(ResultSet row) throws SQLException {
        return new ProjectGrant(
                row.getString("project"),
                row.getString("granted_org"),
                Json.readStrings(row.getString("roles")),
                row.getBoolean("active"));
    }
}
