package dev.ostiary.app;

import dev.ostiary.api.app.v1.LoginVersion;
import dev.ostiary.api.management.v1.AddAPIAppRequest;
import dev.ostiary.api.management.v1.AddAPIAppResponse;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddOIDCAppResponse;
import dev.ostiary.api.management.v1.GetAppByIDRequest;
import dev.ostiary.api.management.v1.GetAppByIDResponse;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretRequest;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretResponse;
import dev.ostiary.app.App.ApiAuthMethod;
import dev.ostiary.app.App.AuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.LoginVersion.Choice;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.App.TokenType;
import dev.ostiary.app.App.Type;
import dev.ostiary.app.Apps.Owner;
import dev.ostiary.app.Apps.WithSecret;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The application calls of the Management API. */
public final class AppApi {
    private final Store store;
    private final Projects projects;
    private final Apps apps;

    public AppApi(Store store, Projects projects, Apps apps) {
        this.store = store;
        this.projects = projects;
        this.apps = apps;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddOIDCApp", AddOIDCAppRequest.getDefaultInstance(), this::addOidc);
        calls.on(service + "AddAPIApp", AddAPIAppRequest.getDefaultInstance(), this::addApi);
        calls.on(service + "GetAppByID", GetAppByIDRequest.getDefaultInstance(), this::get);
        calls.on(
                service + "RegenerateOIDCClientSecret",
                RegenerateOIDCClientSecretRequest.getDefaultInstance(),
                this::regenerateSecret);
    }

    private AddOIDCAppResponse addOidc(Call call, AddOIDCAppRequest request) {
        WithSecret added = store.write(tx -> apps.addOidc(
                tx,
                owner(tx.sql(), call, request.getProjectId()),
                call.actor(),
                request.getName(),
                (clientId, secretHash) -> oidc(request, clientId, secretHash)));
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

    private static App.Oidc oidc(AddOIDCAppRequest request, String clientId, @Nullable String secretHash) {
        return new App.Oidc(
                clientId,
                secretHash,
                request.getRedirectUrisList(),
                request.getResponseTypesValueList().stream()
                        .map(number -> choice(ResponseType.values(), number))
                        .toList(),
                request.getGrantTypesValueList().stream()
                        .map(number -> choice(GrantType.values(), number))
                        .toList(),
                choice(Type.values(), request.getAppTypeValue()),
                choice(AuthMethod.values(), request.getAuthMethodTypeValue()),
                request.getPostLogoutRedirectUrisList(),
                request.getDevMode(),
                choice(TokenType.values(), request.getAccessTokenTypeValue()),
                request.getAccessTokenRoleAssertion(),
                request.getIdTokenRoleAssertion(),
                request.getIdTokenUserinfoAssertion(),
                Duration.ofSeconds(
                        request.getClockSkew().getSeconds(),
                        request.getClockSkew().getNanos()),
                request.getAdditionalOriginsList(),
                request.getSkipNativeAppSuccessPage(),
                request.getBackChannelLogoutUri(),
                loginVersion(request.getLoginVersion()));
    }

    private static App.LoginVersion loginVersion(LoginVersion message) {
        return switch (message.getVersionCase()) {
            case LOGIN_V1 -> new App.LoginVersion(Choice.V1, null);
            case LOGIN_V2 ->
                new App.LoginVersion(
                        Choice.V2,
                        message.getLoginV2().hasBaseUri() ? message.getLoginV2().getBaseUri() : null);
            case VERSION_NOT_SET -> new App.LoginVersion(Choice.UNSPECIFIED, null);
        };
    }

    private static <T> T choice(T[] values, int number) {
        if (number < 0 || number >= values.length) {
            throw Problem.invalid("PROJECT-1n8df", "Errors.Project.App.Invalid");
        }
        return values[number];
    }

    private AddAPIAppResponse addApi(Call call, AddAPIAppRequest request) {
        WithSecret added = store.write(tx -> apps.addApi(
                tx,
                owner(tx.sql(), call, request.getProjectId()),
                call.actor(),
                request.getName(),
                choice(ApiAuthMethod.values(), request.getAuthMethodTypeValue())));
        return AddAPIAppResponse.newBuilder()
                .setAppId(added.app().id())
                .setDetails(Details.created(added.app()))
                .setClientId(added.app().state().config().clientId())
                .setClientSecret(added.clientSecret())
                .build();
    }

    private GetAppByIDResponse get(Call call, GetAppByIDRequest request) {
        Stored<App> app = store.read(sql -> existing(sql, call, request.getProjectId(), request.getAppId()));
        return GetAppByIDResponse.newBuilder().setApp(AppMessage.of(app)).build();
    }

    private RegenerateOIDCClientSecretResponse regenerateSecret(Call call, RegenerateOIDCClientSecretRequest request) {
        WithSecret changed = store.write(tx -> apps.regenerateSecret(
                tx, existing(tx.sql(), call, request.getProjectId(), request.getAppId()), call.actor()));
        return RegenerateOIDCClientSecretResponse.newBuilder()
                .setClientSecret(changed.clientSecret())
                .setDetails(Details.changed(changed.app()))
                .build();
    }

    private Stored<App> existing(Handle sql, Call call, String project, String id) {
        return apps.find(sql, call.instanceId(), id)
                .filter(app -> app.owner().equals(call.organization())
                        && app.state().project().equals(project))
                .orElseThrow(() -> Problem.notFound("QUERY-pCP8P", "Errors.App.NotFound"));
    }

    private Owner owner(Handle sql, Call call, String project) {
        return projects.find(sql, call.instanceId(), project)
                .filter(found -> found.owner().equals(call.organization()))
                .map(found -> new Owner(call.instanceId(), found.owner(), found.id()))
                .orElseThrow(() -> Problem.notFound("COMMAND-4m9vS", "Errors.Project.NotFound"));
    }
}
