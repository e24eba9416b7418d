package dev.ostiary.federation.rule;

/**
 * A role that a rule gives.
 *
 * @param organization the one that gives it; of a role in an organization, the one it is in
 * @param project empty for a role in the organization
 * @param projectGrant the grant by which the giving organization has the project; empty when it owns it
 * @param role its key on the project, or its name such as {@code ORG_USER_MANAGER}
 */
public record Role(String organization, String project, String projectGrant, String role) {

    public static Role inOrganization(String organization, String role) {
        return new Role(organization, "", "", role);
    }

    public boolean isInOrganization() {
        return project.isEmpty();
    }

    /** Says which role it is, for logs. */
    String text() {
        return isInOrganization()
                ? role + " in organization " + organization
                : "the role " + role + " on project " + project
                        + (projectGrant.isEmpty() ? "" : " by its grant " + projectGrant);
    }
}
