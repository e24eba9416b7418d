package dev.ostiary.openid;

import dev.ostiary.access.Members;
import dev.ostiary.access.Roles;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Decides who may act in the name of whom: the instance must allow it at all, and the actor needs a role for it on the instance or on the
 * organization of the user. Who has a role there is not impersonated by those who may do that to end users only.
 */
final class Impersonation {
    private static final String OF_END_USERS = "impersonation";
    private static final String OF_ADMINISTRATORS = "admin.impersonation";

    private final Members members;
    private final Roles roles;

    Impersonation(Members members, Roles roles) {
        this.members = members;
        this.roles = roles;
    }

    /** @throws OAuthProblem when the actor may not */
    void require(Handle sql, Context context, Stored<User> actor, Stored<User> subject) {
        if (!context.instance().impersonation()) {
            throw OAuthProblem.forbidden("impersonation is not allowed on this instance");
        }
        Set<String> resources = Set.of(context.instanceId(), subject.owner());
        boolean administrator = !members.ofUser(sql, context.instanceId(), subject.id(), resources)
                .isEmpty();
        List<Membership> memberships = members.ofUser(sql, context.instanceId(), actor.id(), resources);
        String permission = administrator ? OF_ADMINISTRATORS : OF_END_USERS;
        if (memberships.stream().noneMatch(membership -> roles.permit(membership.roles(), permission))) {
            throw OAuthProblem.forbidden("the actor may not impersonate this user");
        }
    }
}
