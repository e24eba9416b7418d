package dev.ostiary.federation.rule;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a user's roles at a sign-in.
 *
 * @param given to be given to the user
 * @param taken to be taken away
 * @param claimed what the user has because of this provider's rules from then on
 */
record RolePlan(List<Role> given, List<Role> taken, List<Role> claimed) {

    /**
     * Decides. A role that the user has, and no rule gave, was given by hand: it stays, and rules have no part in it. One that the rules of
     * another provider gave too stays while those hold.
     *
     * @param wanted what the rules give now
     * @param has all roles of the user, as far as they are among the others
     * @param claimed what this provider's rules gave before
     * @param elsewhere what the rules of other providers gave
     */
    static RolePlan of(
            Collection<Role> wanted, Collection<Role> has, Collection<Role> claimed, Collection<Role> elsewhere) {
        List<Role> given = wanted.stream().filter(role -> !has.contains(role)).toList();
        List<Role> taken = claimed.stream()
                .filter(role -> !wanted.contains(role) && has.contains(role) && !elsewhere.contains(role))
                .toList();
        Set<Role> after = new LinkedHashSet<>(claimed);
        after.retainAll(wanted);
        wanted.stream()
                .filter(role -> !has.contains(role) || elsewhere.contains(role))
                .forEach(after::add);
        return new RolePlan(given, taken, List.copyOf(after));
    }
}
