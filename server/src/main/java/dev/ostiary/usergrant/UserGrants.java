package dev.ostiary.usergrant;

import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Page;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import dev.ostiary.usergrant.UserGrantEvent.Added;
import dev.ostiary.usergrant.UserGrantEvent.CascadeChanged;
import dev.ostiary.usergrant.UserGrantEvent.CascadeRemoved;
import dev.ostiary.usergrant.UserGrantEvent.Changed;
import dev.ostiary.usergrant.UserGrantEvent.Deactivated;
import dev.ostiary.usergrant.UserGrantEvent.Reactivated;
import dev.ostiary.usergrant.UserGrantEvent.Removed;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of user grants. That the roles can be given is for {@link GivableRoles} to say. */
public final class UserGrants {
    /** The contract's name of the aggregate. */
    static final String TYPE = "usergrant";

    private static final UserGrantTable TABLE = new UserGrantTable();
    public static final StreamKind<UserGrant, UserGrantEvent> KIND =
            new StreamKind<>(TYPE, UserGrantEvent.TYPES, UserGrants::evolve, TABLE);

    private static final String GRANTS = "user_grant";

    private final Ids ids;

    public UserGrants(Ids ids) {
        this.ids = ids;
    }

    static @Nullable UserGrant evolve(@Nullable UserGrant state, UserGrantEvent event) {
        return switch (event) {
            case Added added ->
                new UserGrant(
                        added.userId(),
                        added.projectId(),
                        added.projectOwner(),
                        added.projectGrantId(),
                        added.roleKeys(),
                        true);
            case Changed changed -> Objects.requireNonNull(state).withRoleKeys(changed.roleKeys());
            case CascadeChanged changed -> Objects.requireNonNull(state).withRoleKeys(changed.roleKeys());
            case Deactivated deactivated -> Objects.requireNonNull(state).withActive(false);
            case Reactivated reactivated -> Objects.requireNonNull(state).withActive(true);
            case Removed removed -> null;
            case CascadeRemoved removed -> null;
        };
    }

    /**
     * Gives roles to a user, once a project and project grant.
     *
     * @param organization the one that gives them
     */
    Stored<UserGrant> add(Transaction tx, String instance, String organization, String actor, UserGrant grant) {
        tx.claim(instance, GRANTS, unique(grant), () -> Problem.exists("V3-DKcYh", "Errors.UserGrant.AlreadyExists"));
        Added added = new Added(
                grant.userId(), grant.projectId(), grant.projectOwner(), grant.projectGrantId(), grant.roleKeys());
        return tx.record(KIND, KIND.stream(instance, ids.next(), organization), null, actor, List.of(added));
    }

    /** Replaces the roles. Nothing is written when they stay the same. */
    Stored<UserGrant> change(Transaction tx, Stored<UserGrant> grant, String actor, List<String> roleKeys) {
        List<Changed> events = roleKeys.equals(grant.state().roleKeys()) ? List.of() : List.of(new Changed(roleKeys));
        return tx.record(KIND, grant.stream(), grant, actor, events);
    }

    Stored<UserGrant> deactivate(Transaction tx, Stored<UserGrant> grant, String actor) {
        if (!grant.state().active()) {
            throw Problem.precondition("USERGRANT-Na4ct", "Errors.UserGrant.NotActive");
        }
        return tx.record(KIND, grant.stream(), grant, actor, List.of(new Deactivated()));
    }

    Stored<UserGrant> reactivate(Transaction tx, Stored<UserGrant> grant, String actor) {
        if (grant.state().active()) {
            throw Problem.precondition("USERGRANT-Ni7ac", "Errors.UserGrant.NotInactive");
        }
        return tx.record(KIND, grant.stream(), grant, actor, List.of(new Reactivated()));
    }

    Stored<UserGrant> remove(Transaction tx, Stored<UserGrant> grant, String actor) {
        return end(tx, grant, actor, new Removed());
    }

    /**
     * Gives a user some roles more. Nothing is written when the user has them; what was switched off stays so.
     *
     * @param organization the one that gives them
     * @param more as {@link GivableRoles#of} says it
     */
    public void give(Transaction tx, String instance, String organization, String actor, UserGrant more) {
        Optional<Stored<UserGrant>> grant =
                of(tx.sql(), instance, more.userId(), more.projectId(), more.projectGrantId());
        if (grant.isEmpty()) {
            add(tx, instance, organization, actor, more);
        } else {
            change(
                    tx,
                    grant.get(),
                    actor,
                    Stream.concat(grant.get().state().roleKeys().stream(), more.roleKeys().stream())
                            .distinct()
                            .toList());
        }
    }

    /** Takes a role from a user, and the grant with the last one. Nothing is written when the user doesn't have it. */
    public void take(
            Transaction tx,
            String instance,
            String actor,
            String userId,
            String project,
            String projectGrant,
            String role) {
        Optional<Stored<UserGrant>> grant = of(tx.sql(), instance, userId, project, projectGrant)
                .filter(found -> found.state().roleKeys().contains(role));
        if (grant.isEmpty()) {
            return;
        }
        List<String> left = grant.get().state().roleKeys().stream()
                .filter(each -> !each.equals(role))
                .toList();
        if (left.isEmpty()) {
            remove(tx, grant.get(), actor);
        } else {
            change(tx, grant.get(), actor, left);
        }
    }

    private static Optional<Stored<UserGrant>> of(
            Handle sql, String instance, String userId, String project, String projectGrant) {
        return TABLE.ofUser(sql, instance, userId).stream()
                .filter(grant -> grant.state().projectId().equals(project)
                        && grant.state().projectGrantId().equals(projectGrant))
                .findFirst();
    }

    /** Lists what a user was given, also what is switched off. */
    public List<Stored<UserGrant>> ofUser(Handle sql, String instance, String userId) {
        return TABLE.ofUser(sql, instance, userId);
    }

    /** Removes everything that was given to a user who is being removed. */
    public void removeAllOfUser(Transaction tx, String instance, String userId, String actor) {
        TABLE.ofUser(tx.sql(), instance, userId).forEach(grant -> end(tx, grant, actor, new CascadeRemoved()));
    }

    /** Removes everything that was given on a project that is being removed. */
    public void removeAllOfProject(Transaction tx, String instance, String project, String actor) {
        untilNone(
                () -> TABLE.someOfProject(tx.sql(), instance, project),
                grant -> end(tx, grant, actor, new CascadeRemoved()));
    }

    /** Removes everything that was given through a project grant that is being removed. */
    public void removeAllOfProjectGrant(Transaction tx, String instance, String projectGrant, String actor) {
        untilNone(
                () -> TABLE.someOfProjectGrant(tx.sql(), instance, projectGrant),
                grant -> end(tx, grant, actor, new CascadeRemoved()));
    }

    /** Takes a role of a project that is being removed from everybody who has it. */
    public void removeRole(Transaction tx, String instance, String project, String role, String actor) {
        untilNone(
                () -> TABLE.someWithRole(tx.sql(), instance, project, role),
                grant -> cascade(
                        tx,
                        grant,
                        grant.state().roleKeys().stream()
                                .filter(key -> !key.equals(role))
                                .toList(),
                        actor));
    }

    /** Takes away what was given through a project grant and can't be any more. */
    public void keepRoles(Transaction tx, String instance, String projectGrant, List<String> roleKeys, String actor) {
        for (Stored<UserGrant> grant : TABLE.ofProjectGrant(tx.sql(), instance, projectGrant)) {
            List<String> kept =
                    grant.state().roleKeys().stream().filter(roleKeys::contains).toList();
            if (!kept.equals(grant.state().roleKeys())) {
                cascade(tx, grant, kept, actor);
            }
        }
    }

    private static void cascade(Transaction tx, Stored<UserGrant> grant, List<String> roleKeys, String actor) {
        tx.record(KIND, grant.stream(), grant, actor, List.of(new CascadeChanged(roleKeys)));
    }

    private static Stored<UserGrant> end(Transaction tx, Stored<UserGrant> grant, String actor, UserGrantEvent how) {
        tx.release(grant.stream().instance(), GRANTS, unique(grant.state()));
        return tx.record(KIND, grant.stream(), grant, actor, List.of(how));
    }

    /** Everybody at once may be too many to hold. */
    private static void untilNone(Supplier<List<Stored<UserGrant>>> some, Consumer<Stored<UserGrant>> change) {
        List<Stored<UserGrant>> grants = some.get();
        while (!grants.isEmpty()) {
            grants.forEach(change);
            grants = some.get();
        }
    }

    private static String unique(UserGrant grant) {
        return grant.userId() + "/" + grant.projectId() + "/" + grant.projectGrantId();
    }

    Optional<Stored<UserGrant>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** Everything a user was given on a project that is not switched off; see {@link UserRoles} for what of it counts. */
    List<Stored<UserGrant>> activeOfUser(Handle sql, String instance, String userId, String project) {
        return TABLE.activeOfUser(sql, instance, userId, project);
    }

    Page<Stored<UserGrant>> list(Handle sql, Conditions conditions, Page.Window window) {
        return TABLE.list(sql, conditions, window);
    }
}
