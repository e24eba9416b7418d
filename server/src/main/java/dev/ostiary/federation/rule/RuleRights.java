package dev.ostiary.federation.rule;

import dev.ostiary.access.Access;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.ProviderAccess;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectGrant;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says who may see, set and give what: a rule must not give anybody more than who sets it could give by hand. */
public final class RuleRights {
    private static final String NO_SUCH_PROJECT = "COMMAND-3n77S";

    private final Access access;
    private final Claiming claiming;
    private final Projects projects;
    private final ProjectGrants grants;

    public RuleRights(Access access, Claiming claiming, Projects projects, ProjectGrants grants) {
        this.access = access;
        this.claiming = claiming;
        this.projects = projects;
        this.grants = grants;
    }

    /** @throws Problem when the caller may not see the rules of the provider */
    void requireRead(Call call, Stored<IdentityProvider> idp) {
        ProviderAccess.READ.require(access, call, idp);
    }

    /** @throws Problem when the caller may not change the provider */
    void requireWrite(Call call, Stored<IdentityProvider> idp) {
        ProviderAccess.WRITE.require(access, call, idp);
    }

    /** @throws Problem when the caller may not see which roles the users of an organization have */
    void requireUsers(Call call, String organization) {
        access.check(call, "user.grant.read", organization);
    }

    /**
     * Finds the organization that gives a role on a project: the one that owns it, or the one that the grant is for.
     *
     * @throws Problem COMMAND-3n77S when there is no such project, or another organization than the provider's would give its roles
     */
    Role onProject(Handle sql, Stored<IdentityProvider> idp, String project, String grant, String role) {
        String instance = idp.stream().instance();
        String giver = grant.isEmpty()
                ? projects.find(sql, instance, project)
                        .map(Stored<Project>::owner)
                        .orElseThrow(RuleRights::noSuchProject)
                : grants.find(sql, instance, grant)
                        .map(Stored::state)
                        .filter(found -> found.projectId().equals(project))
                        .map(ProjectGrant::grantedOrg)
                        .orElseThrow(RuleRights::noSuchProject);
        if (!concerns(idp, giver)) {
            throw noSuchProject();
        }
        return new Role(giver, project, grant, role);
    }

    private static Problem noSuchProject() {
        return Problem.precondition(NO_SUCH_PROJECT, "Errors.Project.NotFound");
    }

    /**
     * @param organization empty for the provider's
     * @throws Problem when the provider has none, or belongs to another
     */
    Role inOrganization(Stored<IdentityProvider> idp, String organization, String role) {
        boolean ofInstance = idp.stream().ownedByInstance();
        if (ofInstance && organization.isEmpty()) {
            throw Problem.invalid(
                    "RULE-Oi4ds", "A rule of the instance's provider must name the organization of its role");
        }
        String named = organization.isEmpty() ? idp.owner() : organization;
        if (!concerns(idp, named)) {
            throw Problem.precondition("RULE-Og8nf", "Errors.Org.NotFound");
        }
        return Role.inOrganization(named, role);
    }

    /** An organization's provider has no say over what others give. */
    private static boolean concerns(Stored<IdentityProvider> idp, String organization) {
        return idp.stream().ownedByInstance() || idp.owner().equals(organization);
    }

    /**
     * Returns the rules that give what the caller may not give by hand.
     *
     * @throws Problem when one of the others gives what isn't there
     */
    List<ClaimRule> notTheirs(Handle sql, Call call, List<ClaimRule> rules) {
        List<ClaimRule> lacking =
                rules.stream().filter(rule -> !mayGive(call, rule.role())).toList();
        rules.stream()
                .filter(rule -> rule.role() != null && !lacking.contains(rule))
                .forEach(rule -> requireGivable(sql, call.instanceId(), rule.role()));
        return lacking;
    }

    private boolean mayGive(Call call, @Nullable Role role) {
        return role == null
                || access.allows(
                        call, role.isInOrganization() ? "org.member.write" : "user.grant.write", role.organization());
    }

    private void requireGivable(Handle sql, String instance, @Nullable Role role) {
        if (role != null) {
            claiming.giver().obstacle(sql, instance, "", role).ifPresent(problem -> {
                throw problem;
            });
        }
    }
}
