package dev.ostiary.project;

import dev.ostiary.instance.Instance;
import dev.ostiary.project.ProjectEvent.Added;
import dev.ostiary.project.ProjectEvent.Changed;
import dev.ostiary.project.ProjectEvent.Deactivated;
import dev.ostiary.project.ProjectEvent.Reactivated;
import dev.ostiary.project.ProjectEvent.Removed;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Page;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of projects. */
public final class Projects {
    static final String TYPE = "project";
    private static final ProjectTable TABLE = new ProjectTable();
    public static final StreamKind<Project, ProjectEvent> KIND =
            new StreamKind<>(TYPE, ProjectEvent.TYPES, Projects::evolve, TABLE);

    private static final String NAMES = "project_names";

    private final Ids ids;
    private final List<Removal<Project>> removals;

    public Projects(Ids ids, List<Removal<Project>> removals) {
        this.ids = ids;
        this.removals = List.copyOf(removals);
    }

    static @Nullable Project evolve(@Nullable Project state, ProjectEvent event) {
        return switch (event) {
            case Added added -> added.project();
            case Changed changed -> changed.project();
            case Deactivated deactivated -> Objects.requireNonNull(state).withInactive(true);
            case Reactivated reactivated -> Objects.requireNonNull(state).withInactive(false);
            case Removed removed -> null;
        };
    }

    /** Adds a project; its name is unique in the organization, without regard to case. */
    public Stored<Project> add(Transaction tx, String instance, String organization, String actor, Project project) {
        Project stripped = stripped(project);
        claimName(tx, instance, organization, stripped.name());
        return tx.record(
                KIND, KIND.stream(instance, ids.next(), organization), null, actor, List.of(new Added(stripped)));
    }

    /** Changes everything but whether it is active. Nothing is written when it stays the same. */
    Stored<Project> change(Transaction tx, Stored<Project> project, String actor, Project wanted) {
        Project before = project.state();
        Project after = stripped(wanted).withInactive(before.inactive());
        if (after.equals(before)) {
            return project;
        }
        if (!after.name().equals(before.name())) {
            String instance = project.stream().instance();
            tx.release(instance, NAMES, uniqueName(project.owner(), before.name()));
            claimName(tx, instance, project.owner(), after.name());
        }
        return tx.record(KIND, project.stream(), project, actor, List.of(new Changed(after)));
    }

    Stored<Project> deactivate(Transaction tx, Stored<Project> project, String actor) {
        if (project.state().inactive()) {
            throw Problem.precondition("PROJECT-Na4ct", "Errors.Project.NotActive");
        }
        return tx.record(KIND, project.stream(), project, actor, List.of(new Deactivated()));
    }

    Stored<Project> reactivate(Transaction tx, Stored<Project> project, String actor) {
        if (project.state().active()) {
            throw Problem.precondition("PROJECT-Ni7ac", "Errors.Project.NotInactive");
        }
        return tx.record(KIND, project.stream(), project, actor, List.of(new Reactivated()));
    }

    /** Removes a project with everything that belongs to it. The project that stands for the instance's own API stays. */
    Stored<Project> remove(Transaction tx, Instance instance, Stored<Project> project, String actor) {
        if (project.id().equals(instance.project())) {
            throw Problem.precondition("PROJECT-Ow9np", "Errors.Project.OwnNotRemovable");
        }
        return remove(tx, project, actor);
    }

    /** Removes every project of an organization that is being removed. */
    public void removeAllOf(Transaction tx, String instance, String organization, String actor) {
        TABLE.ownedBy(tx.sql(), instance, organization).forEach(project -> remove(tx, project, actor));
    }

    private Stored<Project> remove(Transaction tx, Stored<Project> project, String actor) {
        removals.forEach(removal -> removal.removed(tx, project, actor));
        tx.release(
                project.stream().instance(),
                NAMES,
                uniqueName(project.owner(), project.state().name()));
        return tx.record(KIND, project.stream(), project, actor, List.of(new Removed()));
    }

    private static Project stripped(Project project) {
        String name = project.name().strip();
        if (name.isEmpty()) {
            throw Problem.invalid("PROJECT-IOVCC", "Errors.Project.Invalid");
        }
        return project.withName(name);
    }

    private static void claimName(Transaction tx, String instance, String organization, String name) {
        tx.claim(
                instance,
                NAMES,
                uniqueName(organization, name),
                () -> Problem.exists("V3-DKcYh", "Errors.Project.AlreadyExists"));
    }

    private static String uniqueName(String organization, String name) {
        return organization + "/" + name.toLowerCase(Locale.ROOT);
    }

    public Optional<Stored<Project>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** Finds a project of an organization. */
    public Optional<Stored<Project>> find(Handle sql, String instance, String organization, String id) {
        return find(sql, instance, id).filter(project -> project.owner().equals(organization));
    }

    Page<Stored<Project>> list(Handle sql, Conditions conditions, Page.Window window) {
        return TABLE.list(sql, conditions, window);
    }
}
