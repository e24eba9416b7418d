package dev.ostiary.usergrant;

import dev.ostiary.access.ProjectMembers;
import dev.ostiary.org.Org;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.ProjectRole;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import java.util.List;

/** The rules of roles, of what is granted of them and of who administers it, wired so that what hangs on something goes along with it. */
public record Granting(ProjectRoles roles, ProjectGrants projectGrants, UserGrants userGrants, ProjectMembers members) {

    /** @param members who administer projects and project grants */
    public static Granting on(Ids ids, ProjectMembers members) {
        UserGrants userGrants = new UserGrants(ids);
        ProjectGrants projectGrants = new ProjectGrants(
                ids,
                (tx, grant, actor) -> userGrants.keepRoles(
                        tx, grant.stream().instance(), grant.id(), grant.state().roleKeys(), actor),
                List.of(
                        (tx, grant, actor) -> userGrants.removeAllOfProjectGrant(
                                tx, grant.stream().instance(), grant.id(), actor),
                        (tx, grant, actor) -> members.removeAllOfGrant(
                                tx, grant.stream().instance(), grant.state().projectId(), grant.id(), actor)));
        ProjectRoles roles =
                new ProjectRoles(List.of((tx, role, actor) -> roleRemoved(tx, projectGrants, userGrants, role, actor)));
        return new Granting(roles, projectGrants, userGrants, members);
    }

    private static void roleRemoved(
            Transaction tx,
            ProjectGrants projectGrants,
            UserGrants userGrants,
            Stored<ProjectRole> role,
            String actor) {
        String instance = role.stream().instance();
        String project = role.state().projectId();
        projectGrants.removeRole(tx, instance, project, role.state().key(), actor);
        userGrants.removeRole(tx, instance, project, role.state().key(), actor);
    }

    /** Takes along what hangs on a project that is being removed. */
    public void projectRemoved(Transaction tx, Stored<Project> project, String actor) {
        String instance = project.stream().instance();
        userGrants.removeAllOfProject(tx, instance, project.id(), actor);
        projectGrants.removeAllOfProject(tx, instance, project.id(), actor);
        members.removeAllOfProject(tx, instance, project.id(), actor);
        roles.removeAllOf(tx, instance, project.id(), actor);
    }

    /** Takes along what a user who is being removed was given. */
    public void userRemoved(Transaction tx, Stored<User> user, String actor) {
        userGrants.removeAllOfUser(tx, user.stream().instance(), user.id(), actor);
        members.removeAllOfUser(tx, user.stream().instance(), user.id(), actor);
    }

    /** Takes along what an organization that is being removed was given. What it owns goes with its projects. */
    public void orgRemoved(Transaction tx, Stored<Org> org, String actor) {
        projectGrants.removeAllTo(tx, org.stream().instance(), org.id(), actor);
    }
}
