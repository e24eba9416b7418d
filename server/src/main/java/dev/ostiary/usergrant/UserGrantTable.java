package dev.ostiary.usergrant;

import dev.ostiary.project.RoleRows;
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

/** {@code user_grants} and, to find them by role, {@code user_grant_roles}. */
final class UserGrantTable implements Table<UserGrant> {
    private static final Rows ROWS =
            new Rows("user_grants", "user_id", "project", "project_owner", "project_grant", "roles", "active");
    private static final RoleRows ROLES = new RoleRows("user_grant_roles", "user_grant");

    @Override
    public Optional<Stored<UserGrant>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, UserGrants.TYPE, UserGrantTable::read, instance, id);
    }

    List<Stored<UserGrant>> ofUser(Handle sql, String instance, String userId) {
        return list(sql, "where instance = ? and user_id = ?", instance, userId);
    }

    List<Stored<UserGrant>> activeOfUser(Handle sql, String instance, String userId, String project) {
        return list(
                sql,
                "where instance = ? and user_id = ? and project = ? and active order by created_at, id",
                instance,
                userId,
                project);
    }

    /** @return some hundred at most */
    List<Stored<UserGrant>> someOfProject(Handle sql, String instance, String project) {
        return list(sql, "where instance = ? and project = ? limit 500", instance, project);
    }

    /** @return some hundred at most */
    List<Stored<UserGrant>> someOfProjectGrant(Handle sql, String instance, String projectGrant) {
        return list(sql, "where instance = ? and project_grant = ? limit 500", instance, projectGrant);
    }

    List<Stored<UserGrant>> ofProjectGrant(Handle sql, String instance, String projectGrant) {
        return list(sql, "where instance = ? and project_grant = ?", instance, projectGrant);
    }

    /** @return some hundred at most */
    List<Stored<UserGrant>> someWithRole(Handle sql, String instance, String project, String role) {
        return list(
                sql,
                "where instance = ? and id in"
                        + " (select user_grant from user_grant_roles where instance = ? and project = ? and role = ?)"
                        + " limit 500",
                instance,
                instance,
                project,
                role);
    }

    private static List<Stored<UserGrant>> list(Handle sql, String condition, String... arguments) {
        return ROWS.list(sql, UserGrants.TYPE, UserGrantTable::read, condition, (Object[]) arguments);
    }

    Page<Stored<UserGrant>> list(Handle sql, Conditions conditions, Page.Window window) {
        return ROWS.page(sql, UserGrants.TYPE, UserGrantTable::read, conditions, window);
    }

    @Override
    public void save(Handle sql, Stored<UserGrant> stored) {
        UserGrant grant = stored.state();
        ROWS.save(
                sql,
                stored,
                grant.userId(),
                grant.projectId(),
                grant.projectOwner(),
                grant.projectGrantId(),
                Json.write(grant.roleKeys()),
                grant.active());
        ROLES.save(sql, stored, grant.projectId(), grant.roleKeys());
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
        ROLES.remove(sql, stream);
    }

    private static UserGrant read(ResultSet row) throws SQLException {
        return new UserGrant(
                row.getString("user_id"),
                row.getString("project"),
                row.getString("project_owner"),
                row.getString("project_grant"),
                Json.readStrings(row.getString("roles")),
                row.getBoolean("active"));
    }
}
