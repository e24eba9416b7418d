package dev.ostiary.access;

import dev.ostiary.access.ProjectMemberEvent.Added;
import dev.ostiary.access.ProjectMemberEvent.CascadeRemoved;
import dev.ostiary.access.ProjectMemberEvent.Changed;
import dev.ostiary.access.ProjectMemberEvent.Removed;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of memberships within an organization: which user has which roles on a project or on a project grant. */
public final class ProjectMembers {
    static final String TYPE = "project_member";
    private static final ProjectMemberTable TABLE = new ProjectMemberTable();
    public static final StreamKind<ProjectMember, ProjectMemberEvent> KIND =
            new StreamKind<>(TYPE, ProjectMemberEvent.TYPES, ProjectMembers::evolve, TABLE);

    /** Who has it may do everything with a project. */
    public static final String OWNER = "PROJECT_OWNER";

    private final Roles roles;

    public ProjectMembers(Roles roles) {
        this.roles = roles;
    }

    static @Nullable ProjectMember evolve(@Nullable ProjectMember state, ProjectMemberEvent event) {
        return switch (event) {
            case Added added ->
                new ProjectMember(
                        added.userId(), added.projectId(), added.grantId(), added.organization(), added.roles());
            case Changed changed -> Objects.requireNonNull(state).withRoles(changed.roles());
            case Removed removed -> null;
            case CascadeRemoved removed -> null;
        };
    }

    /** Adds a member. That the user and the project or grant exist is for the caller to check. */
    public Stored<ProjectMember> add(
            Transaction tx, String instance, ProjectPart part, String actor, String userId, List<String> names) {
        requireRoles(part, names);
        if (TABLE.find(tx.sql(), instance, id(part, userId)).isPresent()) {
            throw part.isGrant()
                    ? Problem.exists("PROJECT-16dVN", "Errors.Project.Grant.Member.AlreadyExists")
                    : Problem.exists("PROJECT-PtXi1", "Errors.Project.Member.AlreadyExists");
        }
        return tx.record(
                KIND,
                KIND.stream(instance, id(part, userId), part.owner()),
                null,
                actor,
                List.of(new Added(userId, part.projectId(), part.grantId(), part.organization(), names)));
    }

    /** Replaces a member's roles. Nothing is written when they stay the same. */
    public Stored<ProjectMember> change(
            Transaction tx, String instance, ProjectPart part, String actor, String userId, List<String> names) {
        requireRoles(part, names);
        Stored<ProjectMember> member = existing(tx.sql(), instance, part, userId);
        List<Changed> events =
                member.state().roles().equals(names) ? List.of() : List.of(new Changed(userId, part.grantId(), names));
        return tx.record(KIND, member.stream(), member, actor, events);
    }

    public Stored<ProjectMember> remove(
            Transaction tx, String instance, ProjectPart part, String actor, String userId) {
        Stored<ProjectMember> member = existing(tx.sql(), instance, part, userId);
        return tx.record(KIND, member.stream(), member, actor, List.of(new Removed(userId, part.grantId())));
    }

    /** Removes every membership of a user who is being removed. */
    public void removeAllOfUser(Transaction tx, String instance, String userId, String actor) {
        TABLE.ofUser(tx.sql(), instance, userId).forEach(member -> cascade(tx, member, actor));
    }

    /** Removes every member of a project that is being removed, and of its grants. */
    public void removeAllOfProject(Transaction tx, String instance, String project, String actor) {
        TABLE.allOfProject(tx.sql(), instance, project).forEach(member -> cascade(tx, member, actor));
    }

    /** Removes every member of a project grant that is being removed. */
    public void removeAllOfGrant(Transaction tx, String instance, String project, String grant, String actor) {
        TABLE.allOfGrant(tx.sql(), instance, project, grant).forEach(member -> cascade(tx, member, actor));
    }

    private static void cascade(Transaction tx, Stored<ProjectMember> member, String actor) {
        ProjectMember gone = member.state();
        tx.record(KIND, member.stream(), member, actor, List.of(new CascadeRemoved(gone.userId(), gone.grantId())));
    }

    private static Stored<ProjectMember> existing(Handle sql, String instance, ProjectPart part, String userId) {
        return TABLE.find(sql, instance, id(part, userId))
                .orElseThrow(() -> part.isGrant()
                        ? Problem.notFound("PROJECT-37fug", "Errors.Project.Grant.Member.NotFound")
                        : Problem.notFound("PROJECT-D8JxR", "Errors.Project.Member.NotFound"));
    }

    private void requireRoles(ProjectPart part, List<String> names) {
        List<String> givable = part.isGrant() ? roles.ofProjectGrants() : roles.ofProjects();
        if (names.isEmpty() || !givable.containsAll(names)) {
            throw part.isGrant()
                    ? Problem.invalid("PROJECT-m9gKK", "Errors.Project.Grant.Member.Invalid")
                    : Problem.invalid("PROJECT-3m9ds", "Errors.Project.Member.Invalid");
        }
    }

    /** What a user may do on projects of an organization, and on project grants to it. */
    public List<Membership> ofUser(Handle sql, String instance, String userId, String organization) {
        return TABLE.ofUser(sql, instance, userId, organization).stream()
                .map(member ->
                        new Membership(member.state().partId(), member.state().roles()))
                .toList();
    }

    /** All memberships of a user, oldest first. */
    public List<Stored<ProjectMember>> allOfUser(Handle sql, String instance, String userId) {
        return TABLE.ofUser(sql, instance, userId);
    }

    /** @return the oldest thousand at most */
    public List<Stored<ProjectMember>> of(Handle sql, String instance, ProjectPart part) {
        return TABLE.someOf(sql, instance, part.projectId(), part.grantId());
    }

    private static String id(ProjectPart part, String userId) {
        return part.id() + "/" + userId;
    }
}
