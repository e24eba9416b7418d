package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.store.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Looks up what the scopes of a request name. */
final class ScopeLookup {
    private final Apps apps;
    private final Orgs orgs;
    private final ProjectScopes roles;

    ScopeLookup(Apps apps, Orgs orgs, ProjectScopes roles) {
        this.apps = apps;
        this.orgs = orgs;
        this.roles = roles;
    }

    /** See {@link ProjectScopes#of}. */
    List<String> withRoles(Handle sql, Stored<App> app, List<String> scopes) {
        return roles.of(sql, app, scopes);
    }

    /** All clients of the application's project, the project, and the projects that were asked for. */
    List<String> audience(Handle sql, Context context, Stored<App> app, List<String> scopes) {
        String project = app.state().project();
        List<String> audience = new ArrayList<>(apps.clientIds(sql, context.instanceId(), project));
        audience.add(project);
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
