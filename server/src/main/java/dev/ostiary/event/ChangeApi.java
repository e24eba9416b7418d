package dev.ostiary.event;

import dev.ostiary.api.change.v1.Change;
import dev.ostiary.api.change.v1.ChangeQuery;
import dev.ostiary.api.management.v1.ListAppChangesRequest;
import dev.ostiary.api.management.v1.ListAppChangesResponse;
import dev.ostiary.api.management.v1.ListProjectChangesRequest;
import dev.ostiary.api.management.v1.ListProjectChangesResponse;
import dev.ostiary.api.management.v1.ListProjectGrantChangesRequest;
import dev.ostiary.api.management.v1.ListProjectGrantChangesResponse;
import dev.ostiary.api.v1.LocalizedMessage;
import dev.ostiary.app.Apps;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.History;
import dev.ostiary.store.Store;
import dev.ostiary.store.StreamKind;
import dev.ostiary.user.Users;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The calls of the Management API that list what happened to one resource, for those who may read it. */
public final class ChangeApi {
    private final Store store;
    private final Projects projects;
    private final ProjectGrants grants;
    private final Apps apps;
    private final Users users;
    private final EventNames names;

    /** @param kinds all kinds of streams there are */
    public ChangeApi(
            Store store,
            Projects projects,
            ProjectGrants grants,
            Apps apps,
            Users users,
            List<StreamKind<?, ?>> kinds) {
        this.store = store;
        this.projects = projects;
        this.grants = grants;
        this.apps = apps;
        this.users = users;
        this.names = new EventNames(kinds);
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "ListProjectChanges", ListProjectChangesRequest.getDefaultInstance(), this::ofProject);
        calls.on(
                service + "ListProjectGrantChanges",
                ListProjectGrantChangesRequest.getDefaultInstance(),
                this::ofProjectGrant);
        calls.on(service + "ListAppChanges", ListAppChangesRequest.getDefaultInstance(), this::ofApp);
    }

    private ListProjectChangesResponse ofProject(Call call, ListProjectChangesRequest request) {
        return ListProjectChangesResponse.newBuilder()
                .addAllResult(changes(
                        call,
                        request.getProjectId(),
                        request.getQuery(),
                        sql -> projects.find(sql, call.instanceId(), call.organization(), request.getProjectId())
                                .isPresent()))
                .build();
    }

    /** For the organization that granted the project, and for the one that has it. */
    private ListProjectGrantChangesResponse ofProjectGrant(Call call, ListProjectGrantChangesRequest request) {
        return ListProjectGrantChangesResponse.newBuilder()
                .addAllResult(changes(
                        call,
                        request.getGrantId(),
                        request.getQuery(),
                        sql -> grants.find(sql, call.instanceId(), request.getGrantId())
                                .filter(grant -> grant.state().projectId().equals(request.getProjectId()))
                                .filter(grant -> List.of(
                                                grant.owner(), grant.state().grantedOrg())
                                        .contains(call.organization()))
                                .isPresent()))
                .build();
    }

    private ListAppChangesResponse ofApp(Call call, ListAppChangesRequest request) {
        return ListAppChangesResponse.newBuilder()
                .addAllResult(changes(
                        call,
                        request.getAppId(),
                        request.getQuery(),
                        sql -> apps.find(sql, call.instanceId(), request.getAppId())
                                .filter(app -> app.owner().equals(call.organization()))
                                .filter(app -> app.state().project().equals(request.getProjectId()))
                                .isPresent()))
                .build();
    }

    private List<Change> changes(Call call, String id, ChangeQuery query, Predicate<Handle> isTheirs) {
        return store.read(sql -> {
            if (!isTheirs.test(sql)) {
                throw Problem.notFound("QUERY-FpQqK", "Errors.Changes.NotFound");
            }
            Editors editors = new Editors(users, sql, call.instanceId());
            return History.list(sql, query(call.instanceId(), id, query), query.getLimit()).stream()
                    .map(past -> change(call, past, editors))
                    .toList();
        });
    }

    /** The sequence of the last change that was listed gives the next page. */
    private static History.Query query(String instance, String id, ChangeQuery query) {
        @Nullable Long after = query.getSequence() == 0 ? null : EventApi.position(query.getSequence());
        return new History.Query(instance, query.getAsc(), after, List.of(), List.of(), id, "", "", null, null);
    }

    private Change change(Call call, History.Past past, Editors editors) {
        LocalizedMessage type = names.type(past.type(), call.language()).getLocalized();
        return Change.newBuilder()
                .setChangeDate(Details.timestamp(past.at()))
                .setEventType(type)
                .setSequence(past.position())
                .setEditorId(past.actor())
                .setEditorDisplayName(editors.displayName(past.actor()))
                .setEditorPreferredLoginName(editors.loginName(past.actor()))
                .setResourceOwnerId(past.owner())
                .build();
    }
}
