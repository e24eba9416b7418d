package dev.ostiary.idp;

import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;

/** What somebody may do with a provider, and with what is set for it: it takes a role on the instance, or on the organization that owns it. */
public enum ProviderAccess {
    READ("idp.read"),
    WRITE("idp.write");

    private final String permission;

    ProviderAccess(String permission) {
        this.permission = permission;
    }

    /** @throws Problem PERMISSION_DENIED when the caller may not */
    public void require(Permissions permissions, Call call, Stored<IdentityProvider> provider) {
        if (provider.stream().ownedByInstance()) {
            permissions.check(call, "iam." + permission, "");
        } else {
            permissions.check(call, "org." + permission, provider.owner());
        }
    }
}
