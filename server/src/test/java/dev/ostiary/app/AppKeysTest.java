package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.app.v1.APIAuthMethodType;
import dev.ostiary.api.authn.v1.Key;
import dev.ostiary.api.authn.v1.KeyType;
import dev.ostiary.api.management.v1.AddAPIAppRequest;
import dev.ostiary.api.management.v1.AddAPIAppResponse;
import dev.ostiary.api.management.v1.AddAppKeyRequest;
import dev.ostiary.api.management.v1.AddAppKeyResponse;
import dev.ostiary.api.management.v1.GetAppKeyRequest;
import dev.ostiary.api.management.v1.GetAppKeyResponse;
import dev.ostiary.api.management.v1.ListAppKeysRequest;
import dev.ostiary.api.management.v1.ListAppKeysResponse;
import dev.ostiary.api.management.v1.RemoveAppKeyRequest;
import dev.ostiary.api.management.v1.RemoveAppKeyResponse;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AppKeysTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Projects projects = new Projects(TESTS.ids, List.of());
    private final String project = tenant.write(
                    tx -> projects.add(tx, tenant.id, Tenant.ORGANIZATION, Tenant.ACTOR, Project.named("Shop")))
            .id();

    @BeforeEach
    void register() {
        new AppApi(TESTS.store, projects, new Apps(TESTS.ids, List.of()), TESTS.clock).register(tenant.calls);
    }

    @Test
    void aKeyComesAsAFileThatSdksRead() {
        AddAPIAppResponse app = app(APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT);

        AddAppKeyResponse added = add(app.getAppId(), null);

        Map<String, String> file = Json.readMap(added.getKeyDetails().toStringUtf8());
        assertThat(file)
                .containsEntry("type", "application")
                .containsEntry("keyId", added.getId())
                .containsEntry("appId", app.getAppId())
                .containsEntry("clientId", app.getClientId())
                .containsEntry("expirationDate", "9999-12-31T23:59:59Z");
        assertThat(file.get("key")).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(tenant.events())
                .extracting(Tenant.Recorded::payload)
                .noneMatch(payload -> payload.contains("BEGIN PRIVATE"));
    }

    @Test
    void keysAreListedReadAndRemoved() {
        String app = app(APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT).getAppId();
        String first = add(app, null).getId();
        long later = TESTS.clock.instant().getEpochSecond() + 3600;
        String second =
                add(app, Timestamp.newBuilder().setSeconds(later).build()).getId();

        assertThat(list(app)).extracting(Key::getId).containsExactly(first, second);
        assertThat(list(app).getLast().getExpirationDate().getSeconds()).isEqualTo(later);
        assertThat(get(app, first).getType()).isEqualTo(KeyType.KEY_TYPE_JSON);

        remove(app, first);

        assertThat(list(app)).extracting(Key::getId).containsExactly(second);
        Refusal.of(() -> get(app, first)).is(Kind.NOT_FOUND, "QUERY-Tha6f");
        Refusal.of(() -> remove(app, first)).is(Kind.NOT_FOUND, "QUERY-Tha6f");
    }

    @Test
    void onlyAnAppThatUsesKeysGetsOne() {
        String app = app(APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC).getAppId();

        Refusal.of(() -> add(app, null)).is(Kind.FAILED_PRECONDITION, "COMMAND-Dff54");
    }

    @Test
    void aKeyEndsInTheFuture() {
        String app = app(APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT).getAppId();

        Refusal.of(() -> add(app, Timestamp.newBuilder().setSeconds(1).build()))
                .is(Kind.INVALID_ARGUMENT, "DOMAIN-dv3t5");
    }

    private AddAPIAppResponse app(APIAuthMethodType method) {
        return answer(
                "AddAPIApp",
                AddAPIAppRequest.newBuilder()
                        .setProjectId(project)
                        .setName("api")
                        .setAuthMethodType(method),
                AddAPIAppResponse.class);
    }

    private AddAppKeyResponse add(String app, @Nullable Timestamp expiresAt) {
        AddAppKeyRequest.Builder request = AddAppKeyRequest.newBuilder()
                .setProjectId(project)
                .setAppId(app)
                .setType(KeyType.KEY_TYPE_JSON);
        if (expiresAt != null) {
            request.setExpirationDate(expiresAt);
        }
        return answer("AddAppKey", request, AddAppKeyResponse.class);
    }

    private Key get(String app, String key) {
        return answer(
                        "GetAppKey",
                        GetAppKeyRequest.newBuilder()
                                .setProjectId(project)
                                .setAppId(app)
                                .setKeyId(key),
                        GetAppKeyResponse.class)
                .getKey();
    }

    private List<Key> list(String app) {
        return answer(
                        "ListAppKeys",
                        ListAppKeysRequest.newBuilder().setProjectId(project).setAppId(app),
                        ListAppKeysResponse.class)
                .getResultList();
    }

    private void remove(String app, String key) {
        answer(
                "RemoveAppKey",
                RemoveAppKeyRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(app)
                        .setKeyId(key),
                RemoveAppKeyResponse.class);
    }

    private <T extends Message> T answer(String call, Message.Builder request, Class<T> type) {
        return tenant.answer(Tenant.method(Level.ORGANIZATION, call), request.build(), type);
    }
}
