package dev.ostiary.project;

import dev.ostiary.project.ProjectRoleEvent.Added;
import dev.ostiary.project.ProjectRoleEvent.Changed;
import dev.ostiary.project.ProjectRoleEvent.Removed;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Page;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of roles: each belongs to a project, and is known there by its key. */
public final class ProjectRoles {
    static final String TYPE = "project_role";
    private static final ProjectRoleTable TABLE = new ProjectRoleTable();
    public static final StreamKind<ProjectRole, ProjectRoleEvent> KIND =
            new StreamKind<>(TYPE, ProjectRoleEvent.TYPES, ProjectRoles::evolve, TABLE);

    private static final String KEYS = "project_role";

    private final List<Removal<ProjectRole>> removals;

    public ProjectRoles(List<Removal<ProjectRole>> removals) {
        this.removals = List.copyOf(removals);
    }

    static @Nullable ProjectRole evolve(@Nullable ProjectRole state, ProjectRoleEvent event) {
        return switch (event) {
            case Added added -> new ProjectRole(added.projectId(), added.key(), added.displayName(), added.group());
            case Changed changed ->
                new ProjectRole(
                        Objects.requireNonNull(state).projectId(),
                        changed.key(),
                        changed.displayName(),
                        changed.group());
            case Removed removed -> null;
        };
    }

    /** Adds a role; its key is unique in the project, without regard to case. */
    Stored<ProjectRole> add(Transaction tx, Stored<Project> project, String actor, ProjectRole role) {
        if (role.key().isBlank()) {
            throw Problem.invalid("PROJECT-Rk3em", "Errors.Project.Role.Invalid");
        }
        String instance = project.stream().instance();
        tx.claim(
                instance, KEYS, uniqueKey(role), () -> Problem.exists("V3-DKcYh", "Errors.Project.Role.AlreadyExists"));
        return tx.record(
                KIND,
                KIND.stream(instance, id(project.id(), role.key()), project.owner()),
                null,
                actor,
                List.of(new Added(project.id(), role.key(), role.displayName(), role.group())));
    }

    /** Changes how a role is shown. Nothing is written when it stays the same. */
    Stored<ProjectRole> change(Transaction tx, Stored<Project> project, String actor, ProjectRole wanted) {
        Stored<ProjectRole> role = existing(tx.sql(), project, wanted.key());
        List<Changed> events = role.state().equals(wanted)
                ? List.of()
                : List.of(new Changed(wanted.key(), wanted.displayName(), wanted.group()));
        return tx.record(KIND, role.stream(), role, actor, events);
    }

    /** Removes a role, and takes it from everybody who has it. */
    Stored<ProjectRole> remove(Transaction tx, Stored<Project> project, String actor, String key) {
        Stored<ProjectRole> role = existing(tx.sql(), project, key);
        removals.forEach(removal -> removal.removed(tx, role, actor));
        return remove(tx, role, actor);
    }

    /** Removes every role of a project that is being removed, after everything that was granted on it. */
    public void removeAllOf(Transaction tx, String instance, String project, String actor) {
        TABLE.ofProject(tx.sql(), instance, project).forEach(role -> remove(tx, role, actor));
    }

    private static Stored<ProjectRole> remove(Transaction tx, Stored<ProjectRole> role, String actor) {
        tx.release(role.stream().instance(), KEYS, uniqueKey(role.state()));
        return tx.record(
                KIND,
                role.stream(),
                role,
                actor,
                List.of(new Removed(role.state().key())));
    }

    private static Stored<ProjectRole> existing(Handle sql, Stored<Project> project, String key) {
        return TABLE.find(sql, project.stream().instance(), id(project.id(), key))
                .orElseThrow(() -> Problem.notFound("PROJECT-Rn5ex", "Errors.Project.Role.NotExisting"));
    }

    private static String id(String project, String key) {
        return project + "/" + key;
    }

    private static String uniqueKey(ProjectRole role) {
        return role.projectId() + "/" + role.key().toLowerCase(Locale.ROOT);
    }

    /** Says whether a project has all of these roles. */
    public boolean has(Handle sql, String instance, String project, Collection<String> keys) {
        return exist(sql, instance, project, keys);
    }

    static boolean exist(Handle sql, String instance, String project, Collection<String> keys) {
        return keys.stream()
                .allMatch(key -> TABLE.find(sql, instance, id(project, key)).isPresent());
    }

    /** @return the keys of a project's roles, the oldest thousand at most */
    public List<String> keys(Handle sql, String instance, String project) {
        return TABLE.keys(sql, instance, project, Page.Window.LARGEST);
    }

    Page<Stored<ProjectRole>> list(Handle sql, Conditions conditions, Page.Window window) {
        return TABLE.list(sql, conditions, window);
    }
}
