package dev.ostiary.app;

import dev.ostiary.api.app.v1.AppQuery;
import dev.ostiary.api.management.v1.AddAPIAppRequest;
import dev.ostiary.api.management.v1.AddAPIAppResponse;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddOIDCAppResponse;
import dev.ostiary.api.management.v1.DeactivateAppRequest;
import dev.ostiary.api.management.v1.DeactivateAppResponse;
import dev.ostiary.api.management.v1.GetAppByIDRequest;
import dev.ostiary.api.management.v1.GetAppByIDResponse;
import dev.ostiary.api.management.v1.ListAppsRequest;
import dev.ostiary.api.management.v1.ListAppsResponse;
import dev.ostiary.api.management.v1.ReactivateAppRequest;
import dev.ostiary.api.management.v1.ReactivateAppResponse;
import dev.ostiary.api.management.v1.RegenerateAPIClientSecretRequest;
import dev.ostiary.api.management.v1.RegenerateAPIClientSecretResponse;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretRequest;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretResponse;
import dev.ostiary.api.management.v1.RemoveAppRequest;
import dev.ostiary.api.management.v1.RemoveAppResponse;
import dev.ostiary.api.management.v1.UpdateAPIAppConfigRequest;
import dev.ostiary.api.management.v1.UpdateAPIAppConfigResponse;
import dev.ostiary.api.management.v1.UpdateAppRequest;
import dev.ostiary.api.management.v1.UpdateAppResponse;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigRequest;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigResponse;
import dev.ostiary.app.App.ApiAuthMethod;
import dev.ostiary.app.Apps.Owner;
import dev.ostiary.app.Apps.WithSecret;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The application calls of the Management API. */
public final class AppApi {
    private final Store store;
    private final Projects projects;
    private final Apps apps;
    private final InstantSource clock;

    public AppApi(Store store, Projects projects, Apps apps, InstantSource clock) {
        this.store = store;
        this.projects = projects;
        this.apps = apps;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddOIDCApp", AddOIDCAppRequest.getDefaultInstance(), this::addOidc);
        calls.on(service + "AddAPIApp", AddAPIAppRequest.getDefaultInstance(), this::addApi);
        calls.on(service + "GetAppByID", GetAppByIDRequest.getDefaultInstance(), this::get);
        calls.on(service + "ListApps", ListAppsRequest.getDefaultInstance(), this::list);
        calls.on(service + "UpdateApp", UpdateAppRequest.getDefaultInstance(), this::rename);
        calls.on(service + "UpdateOIDCAppConfig", UpdateOIDCAppConfigRequest.getDefaultInstance(), this::changeOidc);
        calls.on(service + "UpdateAPIAppConfig", UpdateAPIAppConfigRequest.getDefaultInstance(), this::changeApi);
        calls.on(service + "DeactivateApp", DeactivateAppRequest.getDefaultInstance(), this::deactivate);
        calls.on(service + "ReactivateApp", ReactivateAppRequest.getDefaultInstance(), this::reactivate);
        calls.on(service + "RemoveApp", RemoveAppRequest.getDefaultInstance(), this::remove);
        calls.on(
                service + "RegenerateOIDCClientSecret",
                RegenerateOIDCClientSecretRequest.getDefaultInstance(),
                this::regenerateOidcSecret);
        calls.on(
                service + "RegenerateAPIClientSecret",
                RegenerateAPIClientSecretRequest.getDefaultInstance(),
                this::regenerateApiSecret);
        new AppKeyApi(store, apps, apps.keys(), clock).register(calls);
    }

    private AddOIDCAppResponse addOidc(Call call, AddOIDCAppRequest request) {
        WithSecret added = store.write(tx -> apps.addOidc(
                tx,
                owner(tx.sql(), call, request.getProjectId()),
                call.actor(),
                request.getName(),
                (clientId, secretHash) -> AppConfigs.of(request, clientId, secretHash)));
        List<String> problems =
                Compliance.problems((App.Oidc) added.app().state().config());
        return AddOIDCAppResponse.newBuilder()
                .setAppId(added.app().id())
                .setDetails(Details.created(added.app()))
                .setClientId(added.app().state().config().clientId())
                .setClientSecret(added.clientSecret())
                .setNoneCompliant(!problems.isEmpty())
                .addAllComplianceProblems(AppMessage.localized(problems))
                .build();
    }

    private AddAPIAppResponse addApi(Call call, AddAPIAppRequest request) {
        WithSecret added = store.write(tx -> apps.addApi(
                tx,
                owner(tx.sql(), call, request.getProjectId()),
                call.actor(),
                request.getName(),
                AppConfigs.choice(ApiAuthMethod.values(), request.getAuthMethodTypeValue())));
        return AddAPIAppResponse.newBuilder()
                .setAppId(added.app().id())
                .setDetails(Details.created(added.app()))
                .setClientId(added.app().state().config().clientId())
                .setClientSecret(added.clientSecret())
                .build();
    }

    private GetAppByIDResponse get(Call call, GetAppByIDRequest request) {
        Stored<App> app = store.read(sql -> apps.existing(sql, call, request.getProjectId(), request.getAppId()));
        return GetAppByIDResponse.newBuilder().setApp(AppMessage.of(app)).build();
    }

    /** A project has few applications, so they are filtered here and not in SQL. */
    private ListAppsResponse list(Call call, ListAppsRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        List<Stored<App>> all =
                store.read(sql -> apps.ofProject(sql, owner(sql, call, request.getProjectId()))).stream()
                        .filter(app -> request.getQueriesList().stream().allMatch(query -> matches(query, app)))
                        .toList();
        List<dev.ostiary.api.app.v1.App> page = all.stream()
                .skip(window.offset())
                .limit(window.limit())
                .map(AppMessage::of)
                .toList();
        return ListAppsResponse.newBuilder()
                .setDetails(Details.list(page.isEmpty() ? 0 : all.size(), clock.instant()))
                .addAllResult(page)
                .build();
    }

    private static boolean matches(AppQuery query, Stored<App> app) {
        return switch (query.getQueryCase()) {
            case NAME_QUERY ->
                Filters.text(
                                query.getNameQuery().getMethod(),
                                query.getNameQuery().getName())
                        .matches(app.state().name());
            case QUERY_NOT_SET -> true;
        };
    }

    private UpdateAppResponse rename(Call call, UpdateAppRequest request) {
        Stored<App> changed = change(
                call,
                request.getProjectId(),
                request.getAppId(),
                (tx, app) -> apps.rename(tx, app, call.actor(), request.getName()));
        return UpdateAppResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private UpdateOIDCAppConfigResponse changeOidc(Call call, UpdateOIDCAppConfigRequest request) {
        Stored<App> changed = change(
                call,
                request.getProjectId(),
                request.getAppId(),
                (tx, app) -> apps.changeOidc(tx, app, call.actor(), before -> AppConfigs.of(request, before)));
        return UpdateOIDCAppConfigResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private UpdateAPIAppConfigResponse changeApi(Call call, UpdateAPIAppConfigRequest request) {
        ApiAuthMethod method = AppConfigs.choice(ApiAuthMethod.values(), request.getAuthMethodTypeValue());
        Stored<App> changed = change(
                call,
                request.getProjectId(),
                request.getAppId(),
                (tx, app) -> apps.changeApi(tx, app, call.actor(), method));
        return UpdateAPIAppConfigResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private DeactivateAppResponse deactivate(Call call, DeactivateAppRequest request) {
        Stored<App> changed = change(
                call, request.getProjectId(), request.getAppId(), (tx, app) -> apps.deactivate(tx, app, call.actor()));
        return DeactivateAppResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private ReactivateAppResponse reactivate(Call call, ReactivateAppRequest request) {
        Stored<App> changed = change(
                call, request.getProjectId(), request.getAppId(), (tx, app) -> apps.reactivate(tx, app, call.actor()));
        return ReactivateAppResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private RemoveAppResponse remove(Call call, RemoveAppRequest request) {
        Stored<App> removed = change(
                call, request.getProjectId(), request.getAppId(), (tx, app) -> apps.remove(tx, app, call.actor()));
        return RemoveAppResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private RegenerateOIDCClientSecretResponse regenerateOidcSecret(
            Call call, RegenerateOIDCClientSecretRequest request) {
        WithSecret changed = store.write(tx -> apps.regenerateOidcSecret(
                tx, apps.existing(tx.sql(), call, request.getProjectId(), request.getAppId()), call.actor()));
        return RegenerateOIDCClientSecretResponse.newBuilder()
                .setClientSecret(changed.clientSecret())
                .setDetails(Details.changed(changed.app()))
                .build();
    }

    private RegenerateAPIClientSecretResponse regenerateApiSecret(Call call, RegenerateAPIClientSecretRequest request) {
        WithSecret changed = store.write(tx -> apps.regenerateApiSecret(
                tx, apps.existing(tx.sql(), call, request.getProjectId(), request.getAppId()), call.actor()));
        return RegenerateAPIClientSecretResponse.newBuilder()
                .setClientSecret(changed.clientSecret())
                .setDetails(Details.changed(changed.app()))
                .build();
    }

    /** A change of an application within a transaction. */
    @FunctionalInterface
    private interface Change {
        Stored<App> make(Transaction tx, Stored<App> app);
    }

    private Stored<App> change(Call call, String project, String id, Change change) {
        return store.write(tx -> change.make(tx, apps.existing(tx.sql(), call, project, id)));
    }

    private Owner owner(Handle sql, Call call, String project) {
        return projects.find(sql, call.instanceId(), project)
                .filter(found -> found.owner().equals(call.organization()))
                .map(found -> new Owner(call.instanceId(), found.owner(), found.id()))
                .orElseThrow(() -> Problem.notFound("COMMAND-4m9vS", "Errors.Project.NotFound"));
    }
}
