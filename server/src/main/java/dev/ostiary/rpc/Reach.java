package dev.ostiary.rpc;

import java.util.Set;

/**
 * Where in the organization that a call is about its caller has the call's permission.
 *
 * @param everywhere in all of it, by a role on the organization or on the instance
 * @param parts else: the ids of the projects of the organization, and of the project grants to it, on which a role has the permission
 */
public record Reach(boolean everywhere, Set<String> parts) {
    public static final Reach EVERYWHERE = new Reach(true, Set.of());

    public Reach {
        parts = Set.copyOf(parts);
    }

    /** On some projects and project grants only. */
    public static Reach of(Set<String> parts) {
        return new Reach(false, parts);
    }

    /**
     * Says whether it has something of a project.
     *
     * @param project the project's id
     * @param grant the id of the project grant it is about; empty without one
     */
    public boolean covers(String project, String grant) {
        return covers(Set.of(project)) || !grant.isEmpty() && covers(Set.of(grant));
    }

    /** Says whether one of these projects or project grants is in it. */
    public boolean covers(Set<String> ids) {
        return everywhere || ids.stream().anyMatch(parts::contains);
    }
}
