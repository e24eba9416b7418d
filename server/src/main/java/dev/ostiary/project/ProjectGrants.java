package dev.ostiary.project;

import dev.ostiary.project.ProjectGrantEvent.Added;
import dev.ostiary.project.ProjectGrantEvent.CascadeChanged;
import dev.ostiary.project.ProjectGrantEvent.Changed;
import dev.ostiary.project.ProjectGrantEvent.Deactivated;
import dev.ostiary.project.ProjectGrantEvent.Reactivated;
import dev.ostiary.project.ProjectGrantEvent.Removed;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Page;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of project grants: which organization was given which project, with which of its roles. */
public final class ProjectGrants {
    static final String TYPE = "project_grant";
    private static final ProjectGrantTable TABLE = new ProjectGrantTable();
    public static final StreamKind<ProjectGrant, ProjectGrantEvent> KIND =
            new StreamKind<>(TYPE, ProjectGrantEvent.TYPES, ProjectGrants::evolve, TABLE);

    private static final String GRANTS = "project_grant";

    /** Who gave roles on through a grant that has fewer of them from now on. */
    @FunctionalInterface
    public interface Narrowing {
        /** Called in the transaction that changes the grant, after the change. */
        void narrowed(Transaction tx, Stored<ProjectGrant> grant, String actor);
    }

    private final Ids ids;
    private final Narrowing narrowing;
    private final List<Removal<ProjectGrant>> removals;

    public ProjectGrants(Ids ids, Narrowing narrowing, List<Removal<ProjectGrant>> removals) {
        this.ids = ids;
        this.narrowing = narrowing;
        this.removals = List.copyOf(removals);
    }

    static @Nullable ProjectGrant evolve(@Nullable ProjectGrant state, ProjectGrantEvent event) {
        return switch (event) {
            case Added added -> new ProjectGrant(added.projectId(), added.grantedOrgId(), added.roleKeys(), true);
            case Changed changed -> Objects.requireNonNull(state).withRoleKeys(changed.roleKeys());
            case CascadeChanged changed -> Objects.requireNonNull(state).withRoleKeys(changed.roleKeys());
            case Deactivated deactivated -> Objects.requireNonNull(state).withActive(false);
            case Reactivated reactivated -> Objects.requireNonNull(state).withActive(true);
            case Removed removed -> null;
        };
    }

    /**
     * Gives a project to an organization, once. That the organization exists is for the caller to check.
     *
     * @param organization another than the project's own
     */
    Stored<ProjectGrant> add(
            Transaction tx, Stored<Project> project, String actor, String organization, List<String> roleKeys) {
        if (organization.equals(project.owner())) {
            throw Problem.precondition("PROJECT-Go3wn", "Errors.Project.Grant.OwnOrganization");
        }
        List<String> keys = existingRoles(tx.sql(), project.stream().instance(), project.id(), roleKeys);
        tx.claim(
                project.stream().instance(),
                GRANTS,
                unique(project.id(), organization),
                () -> Problem.exists("V3-DKcYh", "Errors.Project.Grant.AlreadyExists"));
        return tx.record(
                KIND,
                KIND.stream(project.stream().instance(), ids.next(), project.owner()),
                null,
                actor,
                List.of(new Added(project.id(), organization, keys)));
    }

    /** Replaces the roles of a grant; those that are no longer among them are taken from everybody who has them through it. */
    Stored<ProjectGrant> change(Transaction tx, Stored<ProjectGrant> grant, String actor, List<String> roleKeys) {
        List<String> keys =
                existingRoles(tx.sql(), grant.stream().instance(), grant.state().projectId(), roleKeys);
        return keys.equals(grant.state().roleKeys()) ? grant : narrow(tx, grant, actor, new Changed(keys));
    }

    /** Takes a role that is being removed out of every grant. */
    public void removeRole(Transaction tx, String instance, String project, String role, String actor) {
        for (Stored<ProjectGrant> grant : TABLE.withRole(tx.sql(), instance, project, role)) {
            List<String> rest = grant.state().roleKeys().stream()
                    .filter(key -> !key.equals(role))
                    .toList();
            narrow(tx, grant, actor, new CascadeChanged(rest));
        }
    }

    private Stored<ProjectGrant> narrow(
            Transaction tx, Stored<ProjectGrant> grant, String actor, ProjectGrantEvent change) {
        Stored<ProjectGrant> changed = tx.record(KIND, grant.stream(), grant, actor, List.of(change));
        if (!changed.state().roleKeys().containsAll(grant.state().roleKeys())) {
            narrowing.narrowed(tx, changed, actor);
        }
        return changed;
    }

    private List<String> existingRoles(Handle sql, String instance, String project, List<String> roleKeys) {
        List<String> distinct = roleKeys.stream().distinct().toList();
        if (!ProjectRoles.exist(sql, instance, project, distinct)) {
            throw Problem.precondition("PROJECT-Gr6ne", "Errors.Project.Role.NotExisting");
        }
        return distinct;
    }

    Stored<ProjectGrant> deactivate(Transaction tx, Stored<ProjectGrant> grant, String actor) {
        if (!grant.state().active()) {
            throw Problem.precondition("PROJECT-Gn4ac", "Errors.Project.Grant.NotActive");
        }
        return tx.record(KIND, grant.stream(), grant, actor, List.of(new Deactivated()));
    }

    Stored<ProjectGrant> reactivate(Transaction tx, Stored<ProjectGrant> grant, String actor) {
        if (grant.state().active()) {
            throw Problem.precondition("PROJECT-Gn7in", "Errors.Project.Grant.NotInactive");
        }
        return tx.record(KIND, grant.stream(), grant, actor, List.of(new Reactivated()));
    }

    /** Removes a grant, and everything that was given through it. */
    Stored<ProjectGrant> remove(Transaction tx, Stored<ProjectGrant> grant, String actor) {
        removals.forEach(removal -> removal.removed(tx, grant, actor));
        tx.release(
                grant.stream().instance(),
                GRANTS,
                unique(grant.state().projectId(), grant.state().grantedOrg()));
        return tx.record(KIND, grant.stream(), grant, actor, List.of(new Removed()));
    }

    /** Removes every grant of a project that is being removed. */
    public void removeAllOfProject(Transaction tx, String instance, String project, String actor) {
        TABLE.ofProject(tx.sql(), instance, project).forEach(grant -> remove(tx, grant, actor));
    }

    /** Removes every grant to an organization that is being removed. */
    public void removeAllTo(Transaction tx, String instance, String organization, String actor) {
        TABLE.grantedTo(tx.sql(), instance, organization).forEach(grant -> remove(tx, grant, actor));
    }

    private static String unique(String project, String organization) {
        return project + "/" + organization;
    }

    public Optional<Stored<ProjectGrant>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** Says whether an organization was given a project, and still has it. */
    public boolean isGranted(Handle sql, String instance, String project, String organization) {
        return TABLE.of(sql, instance, project, organization)
                .filter(grant -> grant.state().active())
                .isPresent();
    }

    Page<Stored<ProjectGrant>> list(Handle sql, Conditions conditions, Page.Window window) {
        return TABLE.list(sql, conditions, window);
    }
}
