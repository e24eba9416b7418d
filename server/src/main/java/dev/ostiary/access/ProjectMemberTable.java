package dev.ostiary.access;

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

/** {@code project_members}: one row a user and project or project grant. */
final class ProjectMemberTable implements Table<ProjectMember> {
    private static final Rows ROWS =
            new Rows("project_members", "user_id", "project", "project_grant", "organization", "roles");

    @Override
    public Optional<Stored<ProjectMember>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, ProjectMembers.TYPE, ProjectMemberTable::read, instance, id);
    }

    List<Stored<ProjectMember>> ofUser(Handle sql, String instance, String userId) {
        return list(sql, "where instance = ? and user_id = ? order by created_at, id", instance, userId);
    }

    List<Stored<ProjectMember>> ofUser(Handle sql, String instance, String userId, String organization) {
        return list(sql, "where instance = ? and user_id = ? and organization = ?", instance, userId, organization);
    }

    /** Of the project itself and of its grants. */
    List<Stored<ProjectMember>> allOfProject(Handle sql, String instance, String project) {
        return list(sql, "where instance = ? and project = ?", instance, project);
    }

    List<Stored<ProjectMember>> allOfGrant(Handle sql, String instance, String project, String grant) {
        return list(sql, "where instance = ? and project = ? and project_grant = ?", instance, project, grant);
    }

    List<Stored<ProjectMember>> someOf(Handle sql, String instance, String project, String grant) {
        return list(
                sql,
                "where instance = ? and project = ? and project_grant = ? order by created_at, id limit 1000",
                instance,
                project,
                grant);
    }

    private static List<Stored<ProjectMember>> list(Handle sql, String condition, String... arguments) {
        return ROWS.list(sql, ProjectMembers.TYPE, ProjectMemberTable::read, condition, (Object[]) arguments);
    }

    @Override
    public void save(Handle sql, Stored<ProjectMember> stored) {
        ProjectMember member = stored.state();
        ROWS.save(
                sql,
                stored,
                member.userId(),
                member.projectId(),
                member.grantId(),
                member.organization(),
                Json.write(member.roles()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static ProjectMember read(ResultSet row) throws SQLException {
        return new ProjectMember(
                row.getString("user_id"),
                row.getString("project"),
                row.getString("project_grant"),
                row.getString("organization"),
                Json.readStrings(row.getString("roles")));
    }
}
