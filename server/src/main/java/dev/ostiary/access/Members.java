package dev.ostiary.access;

import dev.ostiary.access.MemberEvent.Added;
import dev.ostiary.access.MemberEvent.CascadeRemoved;
import dev.ostiary.access.MemberEvent.Changed;
import dev.ostiary.access.MemberEvent.Removed;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of memberships: which user has which roles on the instance or on an organization. */
public final class Members {
    static final String TYPE = "member";
    private static final MemberTable TABLE = new MemberTable();
    public static final StreamKind<Member, MemberEvent> KIND =
            new StreamKind<>(TYPE, MemberEvent.TYPES, Members::evolve, TABLE);

    private final Roles roles;

    public Members(Roles roles) {
        this.roles = roles;
    }

    static @Nullable Member evolve(@Nullable Member state, MemberEvent event) {
        return switch (event) {
            case Added added -> new Member(added.userId(), added.roles());
            case Changed changed -> new Member(changed.userId(), changed.roles());
            case Removed removed -> null;
            case CascadeRemoved removed -> null;
        };
    }

    /**
     * Adds a member. That the user exists is for the caller to check.
     *
     * @param resource id of the instance or organization
     */
    public Stored<Member> add(
            Transaction tx, String instance, String resource, String actor, String userId, List<String> roles) {
        requireRoles(instance, resource, roles);
        if (TABLE.find(tx.sql(), instance, id(resource, userId)).isPresent()) {
            throw resource.equals(instance)
                    ? Problem.exists("INSTA-pFDwe", "Errors.Instance.Member.AlreadyExists")
                    : Problem.exists("ORG-poWwe", "Errors.Org.Member.AlreadyExists");
        }
        return tx.record(
                KIND,
                KIND.stream(instance, id(resource, userId), resource),
                null,
                actor,
                List.of(new Added(userId, roles)));
    }

    /** Replaces a member's roles. Nothing is written when they stay the same. */
    Stored<Member> change(
            Transaction tx, String instance, String resource, String actor, String userId, List<String> roles) {
        requireRoles(instance, resource, roles);
        Stored<Member> member = existing(tx.sql(), instance, resource, userId);
        List<Changed> events = member.state().roles().equals(roles) ? List.of() : List.of(new Changed(userId, roles));
        return tx.record(KIND, member.stream(), member, actor, events);
    }

    Stored<Member> remove(Transaction tx, String instance, String resource, String actor, String userId) {
        Stored<Member> member = existing(tx.sql(), instance, resource, userId);
        return tx.record(KIND, member.stream(), member, actor, List.of(new Removed(userId)));
    }

    /**
     * Gives a user one role more on an organization. Nothing is written when the user has it.
     *
     * @param role one that organizations have
     */
    public void give(Transaction tx, String instance, String resource, String actor, String userId, String role) {
        Optional<Stored<Member>> member = TABLE.find(tx.sql(), instance, id(resource, userId));
        if (member.isEmpty()) {
            add(tx, instance, resource, actor, userId, List.of(role));
        } else if (!member.get().state().roles().contains(role)) {
            List<String> all = Stream.concat(member.get().state().roles().stream(), Stream.of(role))
                    .toList();
            change(tx, instance, resource, actor, userId, all);
        }
    }

    /** Takes one role from a user, and the membership with the last one. Nothing is written when the user doesn't have it. */
    public void take(Transaction tx, String instance, String resource, String actor, String userId, String role) {
        Optional<Stored<Member>> member = TABLE.find(tx.sql(), instance, id(resource, userId))
                .filter(found -> found.state().roles().contains(role));
        if (member.isEmpty()) {
            return;
        }
        List<String> left = member.get().state().roles().stream()
                .filter(each -> !each.equals(role))
                .toList();
        if (left.isEmpty()) {
            remove(tx, instance, resource, actor, userId);
        } else {
            change(tx, instance, resource, actor, userId, left);
        }
    }

    /** Removes every membership of a user who is being removed. */
    public void removeAllOfUser(Transaction tx, String instance, String userId, String actor) {
        TABLE.ofUser(tx.sql(), instance, userId).forEach(member -> cascade(tx, member, actor));
    }

    /** Removes every member of an organization that is being removed. */
    public void removeAllOfResource(Transaction tx, String instance, String resource, String actor) {
        TABLE.allOfResource(tx.sql(), instance, resource).forEach(member -> cascade(tx, member, actor));
    }

    private static void cascade(Transaction tx, Stored<Member> member, String actor) {
        tx.record(
                KIND,
                member.stream(),
                member,
                actor,
                List.of(new CascadeRemoved(member.state().userId())));
    }

    private static Stored<Member> existing(Handle sql, String instance, String resource, String userId) {
        return TABLE.find(sql, instance, id(resource, userId))
                .orElseThrow(() -> resource.equals(instance)
                        ? Problem.notFound("INSTANCE-D8JxR", "Errors.Instance.Member.NotFound")
                        : Problem.notFound("Org-D8JxR", "Errors.Org.Member.NotFound"));
    }

    private void requireRoles(String instance, String resource, List<String> names) {
        List<String> givable = resource.equals(instance) ? roles.ofInstances() : roles.ofOrganizations();
        if (names.isEmpty() || !givable.containsAll(names)) {
            throw resource.equals(instance)
                    ? Problem.invalid("INSTANCE-4m0fS", "Errors.Instance.MemberInvalid")
                    : Problem.invalid("Org-4N8es", "Errors.Org.MemberInvalid");
        }
    }

    /** What a user may do on some resources. */
    public List<Membership> ofUser(Handle sql, String instance, String userId, Set<String> resources) {
        return resources.stream()
                .flatMap(resource -> TABLE.find(sql, instance, id(resource, userId)).stream())
                .map(member -> new Membership(member.owner(), member.state().roles()))
                .toList();
    }

    /** All memberships of a user, oldest first. */
    public List<Stored<Member>> allOfUser(Handle sql, String instance, String userId) {
        return TABLE.ofUser(sql, instance, userId).stream()
                .sorted(Comparator.comparing(
                                (Stored<Member> member) -> member.revision().createdAt())
                        .thenComparing(Stored::id))
                .toList();
    }

    /** @return the oldest thousand at most */
    List<Stored<Member>> ofResource(Handle sql, String instance, String resource) {
        return TABLE.ofResource(sql, instance, resource);
    }

    private static String id(String resource, String userId) {
        return resource + "/" + userId;
    }
}
