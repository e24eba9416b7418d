package dev.ostiary.federation.rule;

import dev.ostiary.access.Members;
import dev.ostiary.access.Roles;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import dev.ostiary.usergrant.GivableRoles;
import dev.ostiary.usergrant.UserGrants;

/** Claim rules and the roles that they gave, wired so that what hangs on something goes along with it. */
public record Claiming(ClaimRules rules, ClaimedRoles roles, RoleGiver giver) {

    public static Claiming on(Store store, UserGrants grants, GivableRoles givable, Members members, Roles all) {
        RoleGiver giver = new RoleGiver(grants, givable, members, all);
        return new Claiming(new ClaimRules(store), new ClaimedRoles(giver), giver);
    }

    /** Takes along the rules of a provider that is being removed, and what they gave. */
    public void providerRemoved(Transaction tx, Stored<IdentityProvider> idp, String actor) {
        roles.removeAllOf(tx, idp, actor);
        rules.removeOf(tx, idp, actor);
    }

    /** Takes along what is remembered of a user who is being removed. */
    public void userRemoved(Transaction tx, Stored<User> user, String actor) {
        roles.removeOf(tx, user, actor);
    }
}
