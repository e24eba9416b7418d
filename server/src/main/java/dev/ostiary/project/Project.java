package dev.ostiary.project;

/**
 * A project.
 *
 * @param roleAssertion roles are put into tokens without being asked for
 * @param roleCheck only who has a role may sign in
 * @param projectCheck only people of organizations that have the project may sign in
 */
public record Project(
        String name, boolean roleAssertion, boolean roleCheck, boolean projectCheck, PrivateLabeling privateLabeling) {

    /** Whose branding the sign-in shows, as the contract has it. */
    public enum PrivateLabeling {
        UNSPECIFIED,
        ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
        ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY
    }

    public static Project named(String name) {
        return new Project(name, false, false, false, PrivateLabeling.UNSPECIFIED);
    }

    Project withName(String changed) {
        return new Project(changed, roleAssertion, roleCheck, projectCheck, privateLabeling);
    }
}
