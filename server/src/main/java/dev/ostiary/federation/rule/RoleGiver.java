package dev.ostiary.federation.rule;

import dev.ostiary.access.Members;
import dev.ostiary.access.Roles;
import dev.ostiary.org.Orgs;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Transaction;
import dev.ostiary.usergrant.GivableRoles;
import dev.ostiary.usergrant.UserGrants;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Gives and takes roles of both kinds, by the rules of the features that they belong to. */
public final class RoleGiver {
    private final UserGrants grants;
    private final GivableRoles givable;
    private final Members members;
    private final Roles roles;

    public RoleGiver(UserGrants grants, GivableRoles givable, Members members, Roles roles) {
        this.grants = grants;
        this.givable = givable;
        this.members = members;
        this.roles = roles;
    }

    /** Returns the roles that a user has, on projects and in organizations. */
    Set<Role> of(Handle sql, String instance, String userId) {
        Set<Role> all = new HashSet<>();
        grants.ofUser(sql, instance, userId)
                .forEach(grant -> grant.state()
                        .roleKeys()
                        .forEach(role -> all.add(new Role(
                                grant.owner(),
                                grant.state().projectId(),
                                grant.state().projectGrantId(),
                                role))));
        members.allOfUser(sql, instance, userId)
                .forEach(member ->
                        member.state().roles().forEach(role -> all.add(Role.inOrganization(member.owner(), role))));
        return all;
    }

    /**
     * Returns why nobody can give a role: it isn't there, or not any more, or isn't that organization's to give.
     *
     * @param userId empty for anybody
     */
    Optional<Problem> obstacle(Handle sql, String instance, String userId, Role role) {
        try {
            if (role.isInOrganization()) {
                requireInOrganization(sql, instance, role);
            } else {
                givable.of(
                        sql,
                        instance,
                        role.organization(),
                        userId,
                        role.project(),
                        role.projectGrant(),
                        List.of(role.role()));
            }
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem);
        }
    }

    private void requireInOrganization(Handle sql, String instance, Role role) {
        if (!Orgs.exists(sql, instance, role.organization())) {
            throw Problem.precondition("RULE-Og8nf", "Errors.Org.NotFound");
        }
        if (!roles.ofOrganizations().contains(role.role())) {
            throw Problem.invalid("Org-4N8es", "Errors.Org.MemberInvalid");
        }
    }

    /** Gives a role in which there is no {@link #obstacle}. */
    void give(Transaction tx, String instance, String userId, Role role, String actor) {
        if (role.isInOrganization()) {
            members.give(tx, instance, role.organization(), actor, userId, role.role());
        } else {
            grants.give(
                    tx,
                    instance,
                    role.organization(),
                    actor,
                    givable.of(
                            tx.sql(),
                            instance,
                            role.organization(),
                            userId,
                            role.project(),
                            role.projectGrant(),
                            List.of(role.role())));
        }
    }

    void take(Transaction tx, String instance, String userId, Role role, String actor) {
        if (role.isInOrganization()) {
            members.take(tx, instance, role.organization(), actor, userId, role.role());
        } else {
            grants.take(tx, instance, actor, userId, role.project(), role.projectGrant(), role.role());
        }
    }
}
