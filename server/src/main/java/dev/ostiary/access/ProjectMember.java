package dev.ostiary.access;

import java.util.List;

/**
 * A user's roles on a project, or on a grant of it.
 *
 * @param grantId empty for a member of the project itself
 * @param organization where the roles count, see {@link ProjectPart}
 * @param roles names such as {@code PROJECT_OWNER}, in the order they were given
 */
public record ProjectMember(String userId, String projectId, String grantId, String organization, List<String> roles) {
    public ProjectMember {
        roles = List.copyOf(roles);
    }

    /** Id of the grant or project they are a member of. */
    public String partId() {
        return grantId.isEmpty() ? projectId : grantId;
    }

    ProjectMember withRoles(List<String> changed) {
        return new ProjectMember(userId, projectId, grantId, organization, changed);
    }
}
