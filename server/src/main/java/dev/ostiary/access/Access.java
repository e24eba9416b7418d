package dev.ostiary.access;

import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Reach;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether the caller of a call may do something. */
public final class Access implements Permissions {

    /** Ends a permission that is for what somebody made themselves: they have a role on that. */
    private static final String OWN = ":self";

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
        List<Membership> memberships = memberships(call, organization);
        if (!permits(memberships, permission)) {
            throw refusal(memberships, call.caller().memberships().within(organization));
        }
    }

    /** A role on a project or project grant is looked for only when no role on the organization or instance is enough. */
    @Override
    public Reach reach(Call call, String permission) {
        List<Membership> onAll = memberships(call, call.organization());
        if (permits(onAll, permission)) {
            return Reach.EVERYWHERE;
        }
        List<Membership> onParts = call.caller().memberships().within(call.organization());
        Set<String> parts = onParts.stream()
                .filter(membership -> roles.permit(membership.roles(), permission))
                .map(Membership::resource)
                .collect(Collectors.toUnmodifiableSet());
        if (parts.isEmpty() && !permits(onAll, permission + OWN)) {
            throw refusal(onAll, onParts);
        }
        return Reach.of(parts);
    }

    private static Problem refusal(List<Membership> onAll, List<Membership> onParts) {
        return onAll.isEmpty() && onParts.isEmpty()
                ? Problem.denied("AUTHZ-cdgFk", "membership not found")
                : Problem.denied("AUTH-5mWD2", "No matching permissions found");
    }

    /** Says whether {@link #check} would pass: for answers that show more to who may see more. */
    public boolean allows(Call call, String permission, String organization) {
        return permits(memberships(call, organization), permission);
    }

    private boolean permits(List<Membership> memberships, String permission) {
        return memberships.stream().anyMatch(membership -> roles.permit(membership.roles(), permission));
    }

    private static List<Membership> memberships(Call call, String organization) {
        Set<String> resources = organization.isEmpty() || organization.equals(call.instanceId())
                ? Set.of(call.instanceId())
                : Set.of(call.instanceId(), organization);
        return call.caller().memberships().on(resources);
    }
}
