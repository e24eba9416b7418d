package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.usergrant.UserRoles;
import dev.ostiary.usergrant.UserRoles.Barrier;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What a project says about the use of its applications: whether they work at all, and who may sign in to them. */
final class ProjectAccess {
    private static final int MOST_KNOWN = 5_000;

    private final Apps apps;
    private final Projects projects;
    private final UserRoles roles;
    private final Known<String, Client> known;

    ProjectAccess(Store store, Apps apps, Projects projects, UserRoles roles) {
        this.apps = apps;
        this.projects = projects;
        this.roles = roles;
        this.known = new Known<>(store, MOST_KNOWN, Set.of(Apps.KIND.type(), Projects.KIND.type()));
    }

    /** An application, and the project it is part of. */
    record Client(Stored<App> app, Stored<Project> project) {
        boolean isActive() {
            return app.state().state() == App.State.ACTIVE && project.state().active();
        }
    }

    /**
     * Finds an application, active or not, without a query once it is known.
     *
     * @param sql of a {@link Store#read}
     */
    Optional<Client> client(Handle sql, String instance, String clientId) {
        return known.where(instance, clientId, () -> clientWithin(sql, instance, clientId));
    }

    /** Like {@link #client}, within a transaction. */
    Optional<Client> clientWithin(Handle sql, String instance, String clientId) {
        return apps.byClientId(sql, instance, clientId)
                .flatMap(app ->
                        projects.find(sql, instance, app.state().project()).map(project -> new Client(app, project)));
    }

    /** Finds an application that is active, and whose project is; otherwise like {@link #client}. */
    Optional<Stored<App>> active(Handle sql, String instance, String clientId) {
        return client(sql, instance, clientId).filter(Client::isActive).map(Client::app);
    }

    /** Says what keeps a user from signing in to the applications of a project. */
    Optional<Barrier> barrier(Handle sql, Stored<User> user, Stored<Project> project) {
        return roles.barrier(sql, user.stream().instance(), user.id(), user.owner(), project);
    }

    /**
     * Refuses tokens to who may no longer sign in to the application they are for.
     *
     * @param sql of a {@link Store#read}
     * @throws OAuthProblem {@code invalid_grant}, with the contract's key of the reason
     */
    void require(Handle sql, String instance, Stored<User> user, String clientId) {
        client(sql, instance, clientId)
                .map(Client::project)
                .filter(project -> project.state().active())
                .map(project -> barrier(sql, user, project))
                .orElse(Optional.of(Barrier.PROJECT_REQUIRED))
                .ifPresent(barrier -> {
                    throw OAuthProblem.invalidGrant(barrier.key());
                });
    }
}
