package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Looks up what the scopes of a request name. For handles of a {@link Store#read}. */
final class ScopeLookup {
    private static final int MOST_KNOWN = 1_000;

    private final Apps apps;
    private final Orgs orgs;
    private final Projects projects;
    private final ProjectRoles roles;
    private final Known<String, Surroundings> known;

    ScopeLookup(Store store, Apps apps, Orgs orgs, Projects projects, ProjectRoles roles) {
        this.apps = apps;
        this.orgs = orgs;
        this.projects = projects;
        this.roles = roles;
        this.known = new Known<>(store, MOST_KNOWN, Set.of(Apps.KIND.type(), Projects.KIND.type()));
    }

    /**
     * What a project says of each of its applications.
     *
     * @param clientIds of all of them
     * @param roleAssertion whether tokens tell of roles without being asked to
     */
    private record Surroundings(List<String> clientIds, boolean roleAssertion) {}

    private Surroundings surroundings(Handle sql, Stored<App> app) {
        String instance = app.stream().instance();
        String project = app.state().project();
        return known.of(
                instance,
                project,
                () -> new Surroundings(
                        apps.clientIds(sql, instance, project),
                        projects.find(sql, instance, project)
                                .map(Stored::state)
                                .filter(Project::roleAssertion)
                                .isPresent()));
    }

    /** Brings the roles that an application asks for together with those that its project has: see {@link Scopes#withRolesOf}. */
    List<String> withRoles(Handle sql, Stored<App> app, List<String> scopes) {
        boolean asserted = surroundings(sql, app).roleAssertion;
        return asserted || Scopes.nameRoles(scopes)
                ? Scopes.withRolesOf(
                        scopes,
                        roles.keys(sql, app.stream().instance(), app.state().project()),
                        asserted)
                : scopes;
    }

    /** All clients of the application's project, the project, and the projects that were asked for. */
    List<String> audience(Handle sql, Context context, Stored<App> app, List<String> scopes) {
        List<String> audience = new ArrayList<>(surroundings(sql, app).clientIds);
        audience.add(app.state().project());
        audience.addAll(Scopes.projects(scopes, context.instance().project()));
        return audience.stream().distinct().toList();
    }

    /**
     * Returns the id of the organization that sign-in is restricted to, empty for any.
     *
     * @throws Refusal when there is no such organization
     */
    String organization(Handle sql, String instance, List<String> scopes) {
        Optional<String> id = Scopes.organization(scopes);
        Optional<String> domain = Scopes.primaryDomain(scopes);
        if (id.isEmpty() && domain.isEmpty()) {
            return "";
        }
        Optional<Stored<Org>> org = id.isPresent()
                ? orgs.find(sql, instance, id.get())
                : orgs.byPrimaryDomain(sql, instance, domain.orElseThrow());
        return org.filter(found ->
                        domain.isEmpty() || found.state().primaryDomain().equalsIgnoreCase(domain.get()))
                .orElseThrow(() -> new Refusal(OAuth2Error.INVALID_SCOPE, "the organization does not exist"))
                .id();
    }
}
