package dev.ostiary.project;

import java.util.List;

/**
 * A project given to another organization, which can then give its roles to people.
 *
 * @param grantedOrg id of the organization that it is given to; the stream's owner is the one that owns the project
 * @param roleKeys the roles that the other organization can give, in the order they were named
 * @param active while it is not, nothing that was given through it counts
 */
public record ProjectGrant(String projectId, String grantedOrg, List<String> roleKeys, boolean active) {
    public ProjectGrant {
        roleKeys = List.copyOf(roleKeys);
    }

    ProjectGrant withRoleKeys(List<String> changed) {
        return new ProjectGrant(projectId, grantedOrg, changed, active);
    }

    ProjectGrant withActive(boolean changed) {
        return new ProjectGrant(projectId, grantedOrg, roleKeys, changed);
    }
}
