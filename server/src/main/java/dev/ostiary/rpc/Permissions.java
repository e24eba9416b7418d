package dev.ostiary.rpc;

/** Decides whether the caller of a call may make it. */
public interface Permissions {

    /**
     * @param permission what is needed, such as {@code iam.idp.write}
     * @param organization the organization it is about; empty when it is about the instance only
     * @throws Problem when the caller has it neither on the instance nor on that organization
     */
    void check(Call call, String permission, String organization);

    /** Like the other, about the organization that the call is about. */
    default void check(Call call, String permission) {
        check(call, permission, call.organization());
    }

    /**
     * Finds where in the organization that a call is about its caller has a permission. Roles on projects count here, and nowhere else.
     *
     * @throws Problem when that is nowhere
     */
    Reach reach(Call call, String permission);
}
