package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.ostiary.Refusal;
import dev.ostiary.TestDatabase;
import dev.ostiary.api.app.v1.OIDCAuthMethodType;
import dev.ostiary.api.app.v1.OIDCGrantType;
import dev.ostiary.api.app.v1.OIDCResponseType;
import dev.ostiary.api.management.v1.AddAPIAppRequest;
import dev.ostiary.api.management.v1.AddAPIAppResponse;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddOIDCAppResponse;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigRequest;
import dev.ostiary.api.openid.v1.ClientSecurity;
import dev.ostiary.api.openid.v1.GetApplicationClientSecurityRequest;
import dev.ostiary.api.openid.v1.GetApplicationClientSecurityResponse;
import dev.ostiary.api.openid.v1.GetDefaultClientSecurityRequest;
import dev.ostiary.api.openid.v1.GetDefaultClientSecurityResponse;
import dev.ostiary.api.openid.v1.Profile;
import dev.ostiary.api.openid.v1.ResetApplicationClientSecurityRequest;
import dev.ostiary.api.openid.v1.SetApplicationClientSecurityRequest;
import dev.ostiary.api.openid.v1.SetDefaultClientSecurityRequest;
import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKey;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.instance.Instance;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Replay;
import dev.ostiary.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSecurityApiTest {
    private static final String INSTANCE = "1";
    private static final String ORGANIZATION = "2";
    private static final ClientSecurity PKCE =
            ClientSecurity.newBuilder().setRequirePkce(true).build();
    private static final ClientSecurity FAPI = ClientSecurity.newBuilder()
            .setProfile(Profile.PROFILE_FAPI_2_0_SECURITY)
            .build();

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    private final Ids ids = new Ids(clock);
    private final Calls calls = new Calls();
    private Store store;
    private Vault vault;
    private SigningKeys keys;
    private String project;

    @BeforeEach
    void open() throws Exception {
        store = TestDatabase.chosen(directory).open(2, clock);
        vault = new Vault(store, MasterKeys.given(Keyring.of(MasterKey.readOrCreate(directory.resolve("master.key")))));
        keys = new SigningKeys(store, vault, ids);
        store.write(tx -> {
            vault.create(tx, INSTANCE);
            return INSTANCE;
        });
        Projects projects = new Projects(ids, List.of());
        Apps apps = new Apps(ids, List.of());
        project = store.write(tx -> projects.add(tx, INSTANCE, ORGANIZATION, "", Project.named("Shop")))
                .id();
        new AppApi(store, projects, apps, clock).register(calls);
        new ClientSecurityApi(store, apps, keys).register(calls);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Message send(String name, Message request) {
        return send(ORGANIZATION, name, request);
    }

    private Message send(String organization, String name, Message request) {
        Instance instance = new Instance(INSTANCE, "Test", List.of(), ORGANIZATION, "9", "en", false);
        return Objects.requireNonNull(calls.byName().get(name), name)
                .handler()
                .apply(
                        new Call(instance, "http://id.example.com", organization, Caller.NOBODY, Locale.ENGLISH),
                        request);
    }

    private Message management(String name, Message request) {
        return send("zitadel.management.v1.ManagementService/" + name, request);
    }

    private Message security(String name, Message request) {
        return send("ostiary.openid.v1.ClientSecurityService/" + name, request);
    }

    private String add(OIDCAuthMethodType method) {
        return ((AddOIDCAppResponse) management(
                        "AddOIDCApp",
                        AddOIDCAppRequest.newBuilder()
                                .setProjectId(project)
                                .setName("app " + method)
                                .addRedirectUris("https://app.example.com/cb")
                                .addResponseTypes(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
                                .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE)
                                .setAuthMethodType(method)
                                .build()))
                .getAppId();
    }

    private String keyed() {
        return add(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT);
    }

    private GetApplicationClientSecurityResponse get(String app) {
        return (GetApplicationClientSecurityResponse) security(
                "GetApplicationClientSecurity",
                GetApplicationClientSecurityRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(app)
                        .build());
    }

    private void set(String app, ClientSecurity security) {
        security(
                "SetApplicationClientSecurity",
                SetApplicationClientSecurityRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(app)
                        .setClientSecurity(security)
                        .build());
    }

    private void setDefault(ClientSecurity security) {
        security(
                "SetDefaultClientSecurity",
                SetDefaultClientSecurityRequest.newBuilder()
                        .setClientSecurity(security)
                        .build());
    }

    private ClientSecurity getDefault() {
        return ((GetDefaultClientSecurityResponse)
                        security("GetDefaultClientSecurity", GetDefaultClientSecurityRequest.getDefaultInstance()))
                .getClientSecurity();
    }

    private void signWith(KeyKind kind) {
        WebKeys webKeys = new WebKeys(vault, ids);
        keys.of(INSTANCE);
        var pair = webKeys.generate(kind);
        store.write(tx -> webKeys.activate(tx, webKeys.add(tx, INSTANCE, "", pair), ""));
    }

    @Test
    void nothingIsDemandedUnlessItIsSet() {
        GetApplicationClientSecurityResponse answer = get(keyed());

        assertThat(answer.getClientSecurity()).isEqualTo(ClientSecurity.getDefaultInstance());
        assertThat(answer.getIsDefault()).isTrue();
        assertThat(getDefault()).isEqualTo(ClientSecurity.getDefaultInstance());
    }

    @Test
    void whatIsSetForAnApplicationCountsUntilItIsReset() {
        String app = keyed();
        ClientSecurity all = ClientSecurity.newBuilder()
                .setRequirePkce(true)
                .setRequirePushedAuthorizationRequests(true)
                .setRequireDpop(true)
                .build();
        setDefault(PKCE);

        assertThat(get(app).getClientSecurity()).isEqualTo(PKCE);
        set(app, all);
        assertThat(get(app).getClientSecurity()).isEqualTo(all);
        assertThat(get(app).getIsDefault()).isFalse();
        security(
                "ResetApplicationClientSecurity",
                ResetApplicationClientSecurityRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(app)
                        .build());
        assertThat(get(app).getClientSecurity()).isEqualTo(PKCE);
        assertThat(get(app).getIsDefault()).isTrue();
    }

    @Test
    void anApplicationMayDoWithLessThanTheDefault() {
        String app = keyed();
        setDefault(PKCE);
        set(app, ClientSecurity.getDefaultInstance());

        assertThat(get(app).getClientSecurity()).isEqualTo(ClientSecurity.getDefaultInstance());
        assertThat(get(app).getIsDefault()).isFalse();
    }

    @Test
    void whatCanNotBeFollowedIsRefusedAndSaysWhatIsMissing() {
        String app = add(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC);

        assertThatThrownBy(() -> set(app, FAPI)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.FAILED_PRECONDITION);
            assertThat(problem.id()).contains("PROJECT-Fp2mi");
            assertThat(problem.key()).contains("OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT", "RS256");
        });
        assertThat(get(app).getIsDefault()).isTrue();
        Refusal.of(() -> setDefault(FAPI)).is(Kind.FAILED_PRECONDITION, "PROJECT-Fp2mi");
    }

    @Test
    void anApplicationOfTheProfileCanNotBeChangedToOneThatDoesNotFollowIt() {
        signWith(new Ecdsa(NamedCurve.P256));
        String app = keyed();
        set(app, FAPI);
        UpdateOIDCAppConfigRequest.Builder change = UpdateOIDCAppConfigRequest.newBuilder()
                .setProjectId(project)
                .setAppId(app)
                .addResponseTypes(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
                .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE)
                .setAuthMethodType(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT);

        Refusal.of(() -> management(
                        "UpdateOIDCAppConfig",
                        change.clone()
                                .addRedirectUris("http://app.example.com/cb")
                                .build()))
                .is(Kind.FAILED_PRECONDITION, "PROJECT-Fp2mi");
        management(
                "UpdateOIDCAppConfig",
                change.clone().addRedirectUris("https://app.example.com/cb2").build());
        assertThat(get(app).getClientSecurity()).isEqualTo(FAPI);
        assertThat(get(app).getMissingList()).isEmpty();
    }

    @Test
    void whatAnApplicationLacksForTheDefaultIsTold() {
        signWith(new Ecdsa(NamedCurve.P256));
        setDefault(FAPI);

        assertThat(get(add(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE)).getMissingList())
                .singleElement()
                .asString()
                .startsWith("authMethodType");
    }

    @Test
    void setAgainNothingChanges() {
        String app = keyed();
        set(app, PKCE);
        set(app, PKCE);
        setDefault(PKCE);
        setDefault(PKCE);

        assertThat(store.<Integer>read(
                        sql -> sql.select("select count(*) from events where type like '%client_security.set'")
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(2);
        assertThat(store.read(sql -> new Replay(
                                        List.of(Apps.KIND, ClientSecurityDefaults.KIND), Set.of("web_key", "project"))
                                .run(sql, INSTANCE))
                        .differences())
                .noneMatch(difference -> Set.of("app", "client_security")
                        .contains(difference.stream().type()));
    }

    @Test
    void whatIsNotThereOrSignsNobodyInIsRefused() {
        String app = keyed();
        String api = ((AddAPIAppResponse) management(
                        "AddAPIApp",
                        AddAPIAppRequest.newBuilder()
                                .setProjectId(project)
                                .setName("api")
                                .build()))
                .getAppId();

        Refusal.of(() -> get("404")).is(Kind.NOT_FOUND, "QUERY-pCP8P");
        Refusal.of(() -> set("404", PKCE)).is(Kind.NOT_FOUND, "QUERY-pCP8P");
        Refusal.of(() -> set(api, PKCE)).is(Kind.INVALID_ARGUMENT, "COMMAND-GBr34");
        Refusal.of(() -> get(api)).is(Kind.INVALID_ARGUMENT, "COMMAND-GBr34");
        Refusal.of(() -> send(
                        "another",
                        "ostiary.openid.v1.ClientSecurityService/GetApplicationClientSecurity",
                        GetApplicationClientSecurityRequest.newBuilder()
                                .setProjectId(project)
                                .setAppId(app)
                                .build()))
                .is(Kind.NOT_FOUND, "QUERY-pCP8P");
    }
}
