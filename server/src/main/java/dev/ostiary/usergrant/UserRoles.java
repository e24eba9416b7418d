package dev.ostiary.usergrant;

import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectGrant;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Says which roles a user has, and whether a user may sign in to the applications of a project. */
public final class UserRoles {
    private final Projects projects;
    private final ProjectGrants projectGrants;
    private final UserGrants grants;

    /** As many as some thousand people use at a time. */
    private final Known<Grantee, List<Role>> known;

    private record Grantee(String userId, String project) {}

    public UserRoles(Store store, Projects projects, ProjectGrants projectGrants, UserGrants grants) {
        this.known = new Known<>(
                store, 10_000, Set.of(UserGrants.KIND.type(), Projects.KIND.type(), ProjectGrants.KIND.type()));
        this.projects = projects;
        this.projectGrants = projectGrants;
        this.grants = grants;
    }

    /**
     * A role that somebody has.
     *
     * @param organization id of the one that gave it
     */
    public record Role(String key, String organization) {}

    /** Why somebody may not sign in to the applications of a project. */
    public enum Barrier {
        /** The user's organization neither owns the project nor was given it. */
        PROJECT_REQUIRED("Errors.User.ProjectRequired"),
        /** The user has no role on the project. */
        GRANT_REQUIRED("Errors.User.GrantRequired");

        private final String key;

        Barrier(String key) {
            this.key = key;
        }

        /** The contract's key of its text. */
        public String key() {
            return key;
        }
    }

    /**
     * Returns the roles a user has on a project, without a query once they are known; none while the project is inactive.
     *
     * @param sql of a {@link Store#read}
     */
    public List<Role> of(Handle sql, String instance, String userId, String project) {
        return known.of(instance, new Grantee(userId, project), () -> read(sql, instance, userId, project));
    }

    private List<Role> read(Handle sql, String instance, String userId, String project) {
        List<Stored<UserGrant>> active = grants.activeOfUser(sql, instance, userId, project);
        if (active.isEmpty()
                || projects.find(sql, instance, project)
                        .filter(found -> found.state().active())
                        .isEmpty()) {
            return List.of();
        }
        return roles(sql, active).toList();
    }

    private Stream<Role> roles(Handle sql, List<Stored<UserGrant>> active) {
        return active.stream()
                .filter(grant -> counts(sql, grant))
                .flatMap(grant -> grant.state().roleKeys().stream().map(key -> new Role(key, grant.owner())));
    }

    /** What was given through a project grant counts as long as that does. */
    private boolean counts(Handle sql, Stored<UserGrant> grant) {
        String through = grant.state().projectGrantId();
        return through.isEmpty()
                || projectGrants
                        .find(sql, grant.stream().instance(), through)
                        .map(Stored::state)
                        .filter(ProjectGrant::active)
                        .isPresent();
    }

    /**
     * Says what keeps a user from the applications of a project.
     *
     * @param organization the user's own
     */
    public Optional<Barrier> barrier(
            Handle sql, String instance, String userId, String organization, Stored<Project> project) {
        Project checks = project.state();
        if (checks.projectCheck()
                && !project.owner().equals(organization)
                && !projectGrants.isGranted(sql, instance, project.id(), organization)) {
            return Optional.of(Barrier.PROJECT_REQUIRED);
        }
        boolean lacking = checks.roleCheck()
                && roles(sql, grants.activeOfUser(sql, instance, userId, project.id()))
                        .findAny()
                        .isEmpty();
        return lacking ? Optional.of(Barrier.GRANT_REQUIRED) : Optional.empty();
    }
}
