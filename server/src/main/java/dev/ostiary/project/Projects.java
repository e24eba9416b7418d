package dev.ostiary.project;

import dev.ostiary.project.ProjectEvent.Added;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
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

    private final Ids ids;

    public Projects(Ids ids) {
        this.ids = ids;
    }

    static Project evolve(@Nullable Project state, ProjectEvent event) {
        return switch (event) {
            case Added added -> added.project();
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
                "project_names",
                organization + "/" + stripped.name().toLowerCase(Locale.ROOT),
                () -> Problem.exists("V3-DKcYh", "Errors.Project.AlreadyExists"));
        return tx.record(
                KIND, KIND.stream(instance, ids.next(), organization), null, actor, List.of(new Added(stripped)));
    }

    public Optional<Stored<Project>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }
}
