package dev.ostiary.project;

import dev.ostiary.project.ProjectEvent.Added;
import dev.ostiary.project.ProjectEvent.Removed;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Locale;
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
            case Removed removed -> null;
        };
    }

    /** Adds a project; its name is unique in the organization, without regard to case. */
    public Stored<Project> add(Transaction tx, String instance, String organization, String actor, Project project) {
        Project stripped = project.withName(project.name().strip());
        if (stripped.name().isEmpty()) {
            throw Problem.invalid("PROJECT-IOVCC", "Errors.Project.Invalid");
        }
        tx.claim(
                instance,
                NAMES,
                uniqueName(organization, stripped.name()),
                () -> Problem.exists("V3-DKcYh", "Errors.Project.AlreadyExists"));
        return tx.record(
                KIND, KIND.stream(instance, ids.next(), organization), null, actor, List.of(new Added(stripped)));
    }

    /** Removes every project of an organization that is being removed. */
    public void removeAllOf(Transaction tx, String instance, String organization, String actor) {
        TABLE.ownedBy(tx.sql(), instance, organization).forEach(project -> remove(tx, project, actor));
    }

    private void remove(Transaction tx, Stored<Project> project, String actor) {
        removals.forEach(removal -> removal.removed(tx, project, actor));
        tx.release(
                project.stream().instance(),
                NAMES,
                uniqueName(project.owner(), project.state().name()));
        tx.record(KIND, project.stream(), project, actor, List.of(new Removed()));
    }

    private static String uniqueName(String organization, String name) {
        return organization + "/" + name.toLowerCase(Locale.ROOT);
    }

    public Optional<Stored<Project>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }
}
