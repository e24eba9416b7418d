package dev.ostiary.project;

/**
 * A project.
 *
 * @param roleAssertion roles are put into tokens without being asked for
 * @param roleCheck only who has a role may sign in
 * @param projectCheck only people of organizations that have the project may sign in
 * @param inactive nobody can sign in to its applications, and they can't use what they got
 */
public record Project(
        String name,
        boolean roleAssertion,
        boolean roleCheck,
        boolean projectCheck,
        PrivateLabeling privateLabeling,
        boolean inactive) {

    /** Whose branding the sign-in shows, as the contract has it. */
    public enum PrivateLabeling {
        UNSPECIFIED,
        ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
        ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY
    }

    /** An active one. */
    public Project(
            String name,
            boolean roleAssertion,
            boolean roleCheck,
            boolean projectCheck,
            PrivateLabeling privateLabeling) {
        this(name, roleAssertion, roleCheck, projectCheck, privateLabeling, false);
    }

    public static Project named(String name) {
        return new Project(name, false, false, false, PrivateLabeling.UNSPECIFIED);
    }

    public boolean active() {
        return !inactive;
    }

    Project withName(String changed) {
        return new Project(changed, roleAssertion, roleCheck, projectCheck, privateLabeling, inactive);
    }

    Project withInactive(boolean changed) {
        return new Project(name, roleAssertion, roleCheck, projectCheck, privateLabeling, changed);
    }
}
