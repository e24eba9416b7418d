package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.app.v1.APIAuthMethodType;
import dev.ostiary.api.app.v1.AppNameQuery;
import dev.ostiary.api.app.v1.AppQuery;
import dev.ostiary.api.app.v1.AppState;
import dev.ostiary.api.app.v1.OIDCAuthMethodType;
import dev.ostiary.api.app.v1.OIDCGrantType;
import dev.ostiary.api.app.v1.OIDCResponseType;
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
import dev.ostiary.api.management.v1.RemoveAppRequest;
import dev.ostiary.api.management.v1.RemoveAppResponse;
import dev.ostiary.api.management.v1.UpdateAPIAppConfigRequest;
import dev.ostiary.api.management.v1.UpdateAPIAppConfigResponse;
import dev.ostiary.api.management.v1.UpdateAppRequest;
import dev.ostiary.api.management.v1.UpdateAppResponse;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigRequest;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigResponse;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppChangesTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Projects projects = new Projects(TESTS.ids, List.of());
    private final List<String> removed = new ArrayList<>();
    private final Apps apps = new Apps(TESTS.ids, List.of((tx, app, actor) -> removed.add(app.id())));
    private final String project = tenant.write(
                    tx -> projects.add(tx, tenant.id, Tenant.ORGANIZATION, Tenant.ACTOR, Project.named("Shop")))
            .id();

    @BeforeEach
    void register() {
        new AppApi(TESTS.store, projects, apps, TESTS.clock).register(tenant.calls);
    }

    @Test
    void aNewNameIsTakenAndTheOldOneIsFree() {
        String id = add("web").getAppId();

        UpdateAppResponse answer = rename(id, " Web shop ");

        assertThat(answer.getDetails().getSequence()).isEqualTo(2);
        assertThat(get(id).getName()).isEqualTo("Web shop");
        add("web");
        Refusal.of(() -> rename(id, "WEB")).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
        Refusal.of(() -> rename(id, "Web shop")).is(Kind.FAILED_PRECONDITION, "COMMAND-2m8vx");
        Refusal.of(() -> rename(id, " ")).is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
        assertThat(rename(id, "WEB SHOP").getDetails().getSequence()).isEqualTo(3);
    }

    @Test
    void aConfigurationIsReplacedAsAWhole() {
        AddOIDCAppResponse added = add("web");

        change(config(added.getAppId()).addRedirectUris("https://new.example.com/cb"));

        assertThat(get(added.getAppId()).getOidcConfig().getRedirectUrisList())
                .containsExactly("https://new.example.com/cb");
        assertThat(get(added.getAppId()).getOidcConfig().getClientId()).isEqualTo(added.getClientId());
        change(config(added.getAppId()));
        assertThat(get(added.getAppId()).getOidcConfig().getRedirectUrisList()).isEmpty();
        Refusal.of(() -> change(config(added.getAppId()))).is(Kind.FAILED_PRECONDITION, "COMMAND-1m88i");
    }

    @Test
    void aConfigurationThatCanNotBeIsRefused() {
        String id = add("web").getAppId();

        Refusal.of(() -> change(config(id).clearGrantTypes())).is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
        Refusal.of(() -> change(config(id).addAdditionalOrigins("https://a.example/x")))
                .is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
        Refusal.of(() -> change(config(id).addGrantTypesValue(77))).is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
        Refusal.of(() -> change(config(addApi().getAppId()))).is(Kind.INVALID_ARGUMENT, "COMMAND-GBr34");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a.example", "/logout", "https://u:p@a.example/", "https://a.example/#f", "://", "x"})
    void aBackChannelLogoutUriIsAWebAddress(String uri) {
        String id = add("web").getAppId();

        Refusal.of(() -> change(config(id).setBackChannelLogoutUri(uri))).is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
    }

    @Test
    void aClientThatGivesUpItsSecretHasNoneWhenItComesBackToSecrets() {
        AddOIDCAppResponse added = add("web");
        String id = added.getAppId();
        assertThat(secretHash(id)).isEqualTo(Secrets.hash(added.getClientSecret()));

        change(config(id).setDevMode(true));
        assertThat(secretHash(id)).isEqualTo(Secrets.hash(added.getClientSecret()));

        change(config(id).setAuthMethodType(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT));
        assertThat(secretHash(id)).isNull();
        change(config(id));
        assertThat(secretHash(id)).isNull();
    }

    @Test
    void anApiGoesOverToKeysAndBack() {
        AddAPIAppResponse api = addApi();

        changeApi(api.getAppId(), APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT);

        assertThat(secretHash(api.getAppId())).isNull();
        Refusal.of(() -> regenerate(api.getAppId())).is(Kind.FAILED_PRECONDITION, "COMMAND-Ghrh4");
        Refusal.of(() -> changeApi(api.getAppId(), APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-1m88i");
        changeApi(api.getAppId(), APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC);
        String secret = regenerate(api.getAppId()).getClientSecret();
        assertThat(secretHash(api.getAppId())).isEqualTo(Secrets.hash(secret));
        Refusal.of(() -> changeApi(add("web").getAppId(), APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC))
                .is(Kind.INVALID_ARGUMENT, "COMMAND-Gnwt3");
        Refusal.of(() -> regenerate(add("other").getAppId())).is(Kind.INVALID_ARGUMENT, "COMMAND-Gnwt3");
    }

    @Test
    void anInactiveAppIsInactiveUntilItIsReactivated() {
        AddOIDCAppResponse added = add("web");
        String id = added.getAppId();

        Refusal.of(() -> reactivate(id)).is(Kind.FAILED_PRECONDITION, "COMMAND-1n8cM");
        deactivate(id);

        assertThat(get(id).getState()).isEqualTo(AppState.APP_STATE_INACTIVE);
        assertThat(isActive(added.getClientId())).isFalse();
        Refusal.of(() -> deactivate(id)).is(Kind.FAILED_PRECONDITION, "COMMAND-dsh35");
        reactivate(id);
        assertThat(get(id).getState()).isEqualTo(AppState.APP_STATE_ACTIVE);
        assertThat(isActive(added.getClientId())).isTrue();
    }

    @Test
    void aRemovedAppIsGoneWithItsName() {
        String id = add("web").getAppId();

        answer("RemoveApp", RemoveAppRequest.newBuilder().setProjectId(project).setAppId(id), RemoveAppResponse.class);

        assertThat(removed).containsExactly(id);
        Refusal.of(() -> get(id)).is(Kind.NOT_FOUND, "QUERY-pCP8P");
        Refusal.of(() -> deactivate(id)).is(Kind.NOT_FOUND, "QUERY-pCP8P");
        add("web");
    }

    @Test
    void appsAreListedOldestFirst() {
        add("web one");
        add("web two");
        addApi();

        assertThat(names(ListAppsRequest.newBuilder())).containsExactly("web one", "web two", "api");
        assertThat(names(ListAppsRequest.newBuilder().addQueries(named("WEB")))).containsExactly("web one", "web two");
        assertThat(names(ListAppsRequest.newBuilder()
                        .setQuery(ListQuery.newBuilder().setLimit(1).setOffset(1))))
                .containsExactly("web two");
        Refusal.of(() -> list(ListAppsRequest.newBuilder().setProjectId("404"))).is(Kind.NOT_FOUND, "COMMAND-4m9vS");
    }

    private static AppQuery named(String start) {
        return AppQuery.newBuilder()
                .setNameQuery(AppNameQuery.newBuilder()
                        .setName(start)
                        .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE))
                .build();
    }

    private List<String> names(ListAppsRequest.Builder request) {
        return list(request.setProjectId(project)).getResultList().stream()
                .map(dev.ostiary.api.app.v1.App::getName)
                .toList();
    }

    private ListAppsResponse list(ListAppsRequest.Builder request) {
        return answer("ListApps", request, ListAppsResponse.class);
    }

    private AddOIDCAppResponse add(String name) {
        return answer(
                "AddOIDCApp",
                AddOIDCAppRequest.newBuilder()
                        .setProjectId(project)
                        .setName(name)
                        .addRedirectUris("https://web.example.com/cb")
                        .addResponseTypes(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
                        .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE),
                AddOIDCAppResponse.class);
    }

    private AddAPIAppResponse addApi() {
        return answer(
                "AddAPIApp",
                AddAPIAppRequest.newBuilder().setProjectId(project).setName("api"),
                AddAPIAppResponse.class);
    }

    private UpdateAppResponse rename(String id, String name) {
        return answer(
                "UpdateApp",
                UpdateAppRequest.newBuilder().setProjectId(project).setAppId(id).setName(name),
                UpdateAppResponse.class);
    }

    private UpdateOIDCAppConfigRequest.Builder config(String id) {
        return UpdateOIDCAppConfigRequest.newBuilder()
                .setProjectId(project)
                .setAppId(id)
                .addResponseTypes(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
                .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE);
    }

    private UpdateOIDCAppConfigResponse change(UpdateOIDCAppConfigRequest.Builder request) {
        return answer("UpdateOIDCAppConfig", request, UpdateOIDCAppConfigResponse.class);
    }

    private UpdateAPIAppConfigResponse changeApi(String id, APIAuthMethodType method) {
        return answer(
                "UpdateAPIAppConfig",
                UpdateAPIAppConfigRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(id)
                        .setAuthMethodType(method),
                UpdateAPIAppConfigResponse.class);
    }

    private RegenerateAPIClientSecretResponse regenerate(String id) {
        return answer(
                "RegenerateAPIClientSecret",
                RegenerateAPIClientSecretRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(id),
                RegenerateAPIClientSecretResponse.class);
    }

    private DeactivateAppResponse deactivate(String id) {
        return answer(
                "DeactivateApp",
                DeactivateAppRequest.newBuilder().setProjectId(project).setAppId(id),
                DeactivateAppResponse.class);
    }

    private ReactivateAppResponse reactivate(String id) {
        return answer(
                "ReactivateApp",
                ReactivateAppRequest.newBuilder().setProjectId(project).setAppId(id),
                ReactivateAppResponse.class);
    }

    private dev.ostiary.api.app.v1.App get(String id) {
        return answer(
                        "GetAppByID",
                        GetAppByIDRequest.newBuilder().setProjectId(project).setAppId(id),
                        GetAppByIDResponse.class)
                .getApp();
    }

    private <T extends Message> T answer(String call, Message.Builder request, Class<T> type) {
        return tenant.answer(Tenant.method(Level.ORGANIZATION, call), request.build(), type);
    }

    private @Nullable String secretHash(String id) {
        Stored<App> app = TESTS.store.read(sql -> apps.find(sql, tenant.id, id)).orElseThrow();
        return app.state().config().secretHash();
    }

    private boolean isActive(String clientId) {
        return TESTS.store.read(
                sql -> apps.active(sql, tenant.id, clientId).isPresent() && !apps.inactive(sql, tenant.id, clientId));
    }
}
