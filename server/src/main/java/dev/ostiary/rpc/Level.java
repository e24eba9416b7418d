package dev.ostiary.rpc;

/** Whose resources a call is about: the instance's (Admin API) or an organization's (Management API). */
public enum Level {
    INSTANCE,
    ORGANIZATION;

    /** Returns the id of the owner. */
    public String owner(Call call) {
        return this == INSTANCE ? call.instanceId() : call.organization();
    }
}
