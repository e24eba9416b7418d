package dev.ostiary.openid;

import dev.ostiary.org.Org;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.usergrant.UserRoles;
import dev.ostiary.usergrant.UserRoles.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Claims about the roles a user has: by role, the organizations that gave it with their primary domains. */
final class RoleClaims {
    private static final String OWN = "urn:zitadel:iam:org:project:roles";
    private static final String ALL = "urn:zitadel:iam:org:projects:roles";

    private final ProjectAccess access;
    private final Owners owners;
    private final UserRoles roles;

    RoleClaims(ProjectAccess access, Owners owners, UserRoles roles) {
        this.access = access;
        this.owners = owners;
        this.roles = roles;
    }

    /** What a role claim has: organizations with their domains, by role. */
    private static final class Shown {
        private final Map<String, Map<String, String>> byRole = new LinkedHashMap<>();

        void add(String role, String organization, String domain) {
            byRole.computeIfAbsent(role, key -> new LinkedHashMap<>()).put(organization, domain);
        }

        void put(Map<String, Object> claims, String name) {
            if (!byRole.isEmpty()) {
                claims.put(name, byRole);
            }
        }
    }

    /**
     * The claims that a client gets: about the application's own project, and about those whose audience was asked for. When the scopes
     * ask for no roles, nothing is read.
     *
     * @param sql of a {@link Store#read}
     * @param clientId the application's; the user name of a machine user, which has no project
     */
    Map<String, Object> of(Handle sql, Context context, String userId, String clientId, List<String> scopes) {
        if (!Scopes.askForRoles(scopes)) {
            return Map.of();
        }
        String instance = context.instanceId();
        String own = access.client(sql, instance, clientId)
                .map(client -> client.project().id())
                .orElse("");
        List<String> asked = Scopes.projects(scopes, context.instance().project());
        List<String> projects = new ArrayList<>(asked);
        if (!own.isEmpty() && !projects.contains(own)) {
            projects.add(own);
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        Shown all = new Shown();
        for (String project : projects) {
            Shown shown = shown(sql, instance, userId, project, scopes);
            shown.put(claims, ofProject(project));
            if (project.equals(own)) {
                shown.put(claims, OWN);
            }
            if (asked.contains(project)) {
                shown.byRole.forEach((role, by) -> by.forEach((org, domain) -> all.add(role, org, domain)));
            }
        }
        if (Scopes.askForAllRoles(scopes)) {
            all.put(claims, ALL);
        }
        return claims;
    }

    /**
     * The claims that an application gets about a token that it was sent: about its own project, whatever the token was asked for.
     *
     * @param sql of a {@link Store#read}
     */
    Map<String, Object> ofOwn(Handle sql, String instance, String userId, String project, List<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        Shown shown = shown(sql, instance, userId, project, scopes);
        shown.put(claims, OWN);
        shown.put(claims, ofProject(project));
        return claims;
    }

    private Shown shown(Handle sql, String instance, String userId, String project, List<String> scopes) {
        Shown shown = new Shown();
        Map<String, String> domains = new LinkedHashMap<>();
        for (Role role : roles.of(sql, instance, userId, project)) {
            if (Scopes.showRole(scopes, role.key(), role.organization())) {
                String domain = domains.computeIfAbsent(role.organization(), org -> domain(sql, instance, org));
                shown.add(role.key(), role.organization(), domain);
            }
        }
        return shown;
    }

    private String domain(Handle sql, String instance, String organization) {
        return owners.find(sql, instance, organization)
                .map(Stored::state)
                .map(Org::primaryDomain)
                .orElse("");
    }

    private static String ofProject(String project) {
        return "urn:zitadel:iam:org:project:" + project + ":roles";
    }
}
