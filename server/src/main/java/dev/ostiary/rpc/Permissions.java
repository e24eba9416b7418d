package dev.ostiary.rpc;

/** Decides whether the caller of a call may make it. */
@FunctionalInterface
public interface Permissions {

    /**
     * @param permission what the contract asks for, such as {@code iam.idp.write}
     * @throws Problem when the caller of this call doesn't have it on the instance or on the organization the call is about
     */
    void check(Call call, String permission);
}
