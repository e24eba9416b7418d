package dev.ostiary.access;

/**
 * What a member can be of within projects: a project, or a grant of one to another organization.
 *
 * @param owner the organization that owns the project
 * @param projectId the project, also when it is about a grant of it
 * @param grantId empty when it is the project itself
 * @param organization the organization in which roles on it count: the owner, or the one that the project is granted to
 */
public record ProjectPart(String owner, String projectId, String grantId, String organization) {

    public static ProjectPart project(String owner, String projectId) {
        return new ProjectPart(owner, projectId, "", owner);
    }

    public static ProjectPart grant(String owner, String projectId, String grantId, String grantedOrganization) {
        return new ProjectPart(owner, projectId, grantId, grantedOrganization);
    }

    public boolean isGrant() {
        return !grantId.isEmpty();
    }

    /** Id of the grant, or of the project. */
    public String id() {
        return isGrant() ? grantId : projectId;
    }
}
