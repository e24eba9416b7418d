package dev.ostiary.usergrant;

import java.util.List;

/**
 * The roles that a user was given on a project; the stream's owner is the organization that gave them.
 *
 * @param projectOwner id of the organization that owns the project
 * @param projectGrantId the grant by which the giving organization has the project, empty when it owns it
 * @param roleKeys in the order they were named
 * @param active while it is not, the user has none of the roles
 */
public record UserGrant(
        String userId,
        String projectId,
        String projectOwner,
        String projectGrantId,
        List<String> roleKeys,
        boolean active) {
    public UserGrant {
        roleKeys = List.copyOf(roleKeys);
    }

    UserGrant withRoleKeys(List<String> changed) {
        return new UserGrant(userId, projectId, projectOwner, projectGrantId, changed, active);
    }

    UserGrant withActive(boolean changed) {
        return new UserGrant(userId, projectId, projectOwner, projectGrantId, roleKeys, changed);
    }
}
