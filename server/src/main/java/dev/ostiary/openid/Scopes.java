package dev.ostiary.openid;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules of scopes: the standard ones (OpenID Connect Core sections 5.4 and 11) and the contract's own, which start with {@code urn:zitadel:iam:}. */
final class Scopes {
    static final String OPENID = "openid";
    static final String OFFLINE_ACCESS = "offline_access";
    static final String PROFILE = "profile";
    static final String EMAIL = "email";
    static final String PHONE = "phone";
    static final String RESOURCE_OWNER = "urn:zitadel:iam:user:resourceowner";
    static final List<String> STANDARD = List.of(OPENID, PROFILE, EMAIL, PHONE, "address", OFFLINE_ACCESS);

    private static final String ORGANIZATION = "urn:zitadel:iam:org:id:";
    private static final String PRIMARY_DOMAIN = "urn:zitadel:iam:org:domain:primary:";
    private static final String IDP = "urn:zitadel:iam:org:idp:id:";
    private static final String ROLE = "urn:zitadel:iam:org:project:role:";
    private static final String PROJECT = "urn:zitadel:iam:org:project:id:";
    private static final String ROLES_OF_ORGANIZATION = "urn:zitadel:iam:org:roles:id:";
    private static final String ALL_ROLES = "urn:zitadel:iam:org:projects:roles";
    private static final String AUDIENCE = ":aud";
    private static final String OWN_PROJECT = "zitadel";
    private static final Set<String> EXACT = Set.of("urn:zitadel:iam:user:metadata", RESOURCE_OWNER, ALL_ROLES);

    private Scopes() {}

    /** Splits a scope parameter (RFC 6749 section 3.3); a scope named twice counts once. */
    static List<String> parse(String scope) {
        return Arrays.stream(scope.split(" "))
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    /** Returns the scopes an application can have; the others are dropped without an error. Roles are for {@link #withRolesOf} to look at. */
    static List<String> forApplication(List<String> scopes) {
        return scopes.stream()
                .filter(scope -> known(scope) || after(ROLE, scope).isPresent())
                .toList();
    }

    /**
     * Returns the scopes without roles that the application's project doesn't have. A project that asserts roles has all of them asked
     * for when the application asks for none.
     *
     * @param keys of the project's roles
     */
    static List<String> withRolesOf(List<String> scopes, List<String> keys, boolean asserted) {
        List<String> roles = keys.stream().map(ROLE::concat).toList();
        if (asserted && !nameRoles(scopes)) {
            return Stream.concat(scopes.stream(), roles.stream()).distinct().toList();
        }
        Set<String> existing = Set.copyOf(roles);
        return scopes.stream()
                .filter(scope -> after(ROLE, scope).isEmpty() || existing.contains(scope))
                .toList();
    }

    /** Says whether any role is asked for by its key. */
    static boolean nameRoles(List<String> scopes) {
        return first(scopes, ROLE).isPresent();
    }

    /** Says whether role claims are asked for at all. */
    static boolean askForRoles(List<String> scopes) {
        return askForAllRoles(scopes) || nameRoles(scopes);
    }

    /** Says whether all roles are asked for, on every project whose audience is. */
    static boolean askForAllRoles(List<String> scopes) {
        return scopes.contains(ALL_ROLES);
    }

    /** Says whether a role is among those to be shown: scopes may name roles, and organizations that gave them. */
    static boolean showRole(List<String> scopes, String key, String organization) {
        boolean named = askForAllRoles(scopes) || !nameRoles(scopes) || scopes.contains(ROLE + key);
        boolean given =
                first(scopes, ROLES_OF_ORGANIZATION).isEmpty() || scopes.contains(ROLES_OF_ORGANIZATION + organization);
        return named && given;
    }

    /** Returns the scopes a machine user can have: any role too, but no organization but its own. */
    static List<String> forMachine(List<String> scopes, String organization, String primaryDomain) {
        return scopes.stream()
                .filter(scope -> known(scope) || after(ROLE, scope).isPresent())
                .filter(scope ->
                        after(ORGANIZATION, scope).map(organization::equals).orElse(true))
                .filter(scope ->
                        after(PRIMARY_DOMAIN, scope).map(primaryDomain::equals).orElse(true))
                .toList();
    }

    private static boolean known(String scope) {
        return STANDARD.contains(scope)
                || EXACT.contains(scope)
                || project(scope).isPresent()
                || Stream.of(ORGANIZATION, PRIMARY_DOMAIN, IDP, ROLES_OF_ORGANIZATION)
                        .anyMatch(prefix -> after(prefix, scope).isPresent());
    }

    /** The organization that sign-in is restricted to, by id. */
    static Optional<String> organization(List<String> scopes) {
        return first(scopes, ORGANIZATION);
    }

    /** The organization that sign-in is restricted to, by its primary domain. */
    static Optional<String> primaryDomain(List<String> scopes) {
        return first(scopes, PRIMARY_DOMAIN);
    }

    /** The identity provider that sign-in goes straight to. */
    static Optional<String> identityProvider(List<String> scopes) {
        return first(scopes, IDP);
    }

    /**
     * The projects that a token is asked for.
     *
     * @param ownProject the project that stands for the instance's API, which scopes call {@code zitadel}
     */
    static List<String> projects(List<String> scopes, String ownProject) {
        return scopes.stream()
                .flatMap(scope -> project(scope).stream())
                .map(project -> project.equals(OWN_PROJECT) ? ownProject : project)
                .distinct()
                .toList();
    }

    private static Optional<String> project(String scope) {
        return after(PROJECT, scope)
                .filter(rest -> rest.endsWith(AUDIENCE))
                .map(rest -> rest.substring(0, rest.length() - AUDIENCE.length()))
                .filter(id -> !id.isEmpty());
    }

    private static Optional<String> first(List<String> scopes, String prefix) {
        return scopes.stream().flatMap(scope -> after(prefix, scope).stream()).findFirst();
    }

    private static Optional<String> after(String prefix, String scope) {
        return scope.length() > prefix.length() && scope.startsWith(prefix)
                ? Optional.of(scope.substring(prefix.length()))
                : Optional.empty();
    }
}
