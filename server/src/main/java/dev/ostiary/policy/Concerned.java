package dev.ostiary.policy;

import dev.ostiary.api.object.v2.RequestContext;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;

/** Whose settings a call of the contract's second version asks for. */
public final class Concerned {
    private Concerned() {}

    /**
     * Returns the organization that a call names, else the one it is about; empty for the instance's own settings, which everybody may
     * read who may read those of their organization.
     *
     * @throws Problem when the caller may not read that organization's
     */
    public static String organization(Call call, Permissions permissions, RequestContext context) {
        return switch (context.getResourceOwnerCase()) {
            case ORG_ID -> {
                permissions.check(call, "policy.read", context.getOrgId());
                yield context.getOrgId();
            }
            case INSTANCE -> "";
            case RESOURCEOWNER_NOT_SET -> call.organization();
        };
    }
}
