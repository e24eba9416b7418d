package dev.ostiary.access;

import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;

/** Decides whether the caller of a call may do something. */
public final class Access implements Permissions {

    private final Roles roles;

    public Access(Roles roles) {
        this.roles = roles;
    }

    /**
     * Refuses a call whose caller has no role with this permission, on the instance or on the organization.
     *
     * @param organization the organization it is about; empty when it is about the instance only
     * @throws Problem PERMISSION_DENIED {@code AUTHZ-cdgFk} when the caller has no role at all there, {@code AUTH-5mWD2} when no
     *     role of the caller has the permission
     */
    @Override
    public void check(Call call, String permission, String organization) {
        if (allows(call, permission, organization)) {
            return;
        }
        boolean member = call.caller().memberships().stream().anyMatch(m -> concerns(m, call, organization));
        throw member
                ? Problem.denied("AUTH-5mWD2", "No matching permissions found")
                : Problem.denied("AUTHZ-cdgFk", "membership not found");
    }

    /** Says whether {@link #check} would pass: for answers that show more to who may see more. */
    public boolean allows(Call call, String permission, String organization) {
        for (Membership membership : call.caller().memberships()) {
            if (concerns(membership, call, organization) && roles.permit(membership.roles(), permission)) {
                return true;
            }
        }
        return false;
    }

    private static boolean concerns(Membership membership, Call call, String organization) {
        return membership.resource().equals(call.instanceId())
                || membership.resource().equals(organization);
    }
}
