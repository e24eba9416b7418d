package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.usergrant.UserRoles;
import dev.ostiary.usergrant.UserRoles.Barrier;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a project says about the use of its applications: whether they work at all, and who may sign in to them. */
final class ProjectAccess {
    private final Apps apps;
    private final Projects projects;
    private final UserRoles roles;

    ProjectAccess(Apps apps, Projects projects, UserRoles roles) {
        this.apps = apps;
        this.projects = projects;
        this.roles = roles;
    }

    /** Finds an application that is active, and whose project is. */
    Optional<Stored<App>> active(Handle sql, String instance, String clientId) {
        return apps.active(sql, instance, clientId)
                .filter(app -> project(sql, app).isPresent());
    }

    /** Says what keeps a user from signing in to an application. */
    Optional<Barrier> barrier(Handle sql, String instance, Stored<User> user, String clientId) {
        return apps.byClientId(sql, instance, clientId)
                .flatMap(app -> project(sql, app))
                .map(project -> roles.barrier(sql, instance, user.id(), user.owner(), project))
                .orElse(Optional.of(Barrier.PROJECT_REQUIRED));
    }

    /**
     * Refuses tokens to who may no longer sign in to the application they are for.
     *
     * @throws OAuthProblem {@code invalid_grant}, with the contract's key of the reason
     */
    void require(Handle sql, String instance, Stored<User> user, String clientId) {
        barrier(sql, instance, user, clientId).ifPresent(barrier -> {
            throw OAuthProblem.invalidGrant(barrier.key());
        });
    }

    /** Finds an application's project, unless it is inactive. */
    Optional<Stored<Project>> project(Handle sql, Stored<App> app) {
        return projects.find(sql, app.stream().instance(), app.state().project())
                .filter(project -> project.state().active());
    }
}
