package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.app.v1.APIAuthMethodType;
import dev.ostiary.api.app.v1.LoginV2;
import dev.ostiary.api.app.v1.LoginVersion;
import dev.ostiary.api.app.v1.OIDCAppType;
import dev.ostiary.api.app.v1.OIDCAuthMethodType;
import dev.ostiary.api.app.v1.OIDCConfig;
import dev.ostiary.api.app.v1.OIDCGrantType;
import dev.ostiary.api.app.v1.OIDCResponseType;
import dev.ostiary.api.app.v1.OIDCTokenType;
import dev.ostiary.api.management.v1.AddAPIAppRequest;
import dev.ostiary.api.management.v1.AddAPIAppResponse;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddOIDCAppResponse;
import dev.ostiary.api.management.v1.GetAppByIDRequest;
import dev.ostiary.api.management.v1.GetAppByIDResponse;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretRequest;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretResponse;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Projects projects = new Projects(TESTS.ids, List.of());
    private final Apps apps = new Apps(TESTS.ids, List.of());
    private final String project = project("Shop", Tenant.ORGANIZATION);

    @BeforeEach
    void register() {
        new AppApi(TESTS.store, projects, apps, TESTS.clock).register(tenant.calls);
    }

    @Test
    void everyFieldThatIsAddedComesBack() {
        AddOIDCAppRequest request = oidc("shop")
                .addRedirectUris("https://shop.example.com/cb")
                .addRedirectUris("http://localhost:4200/cb")
                .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN)
                .setAppType(OIDCAppType.OIDC_APP_TYPE_USER_AGENT)
                .setAuthMethodType(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE)
                .addPostLogoutRedirectUris("https://shop.example.com/bye")
                .setDevMode(true)
                .setAccessTokenType(OIDCTokenType.OIDC_TOKEN_TYPE_JWT)
                .setAccessTokenRoleAssertion(true)
                .setIdTokenRoleAssertion(true)
                .setIdTokenUserinfoAssertion(true)
                .setClockSkew(Duration.newBuilder().setSeconds(2).setNanos(500_000_000))
                .addAdditionalOrigins("https://admin.example.com")
                .setSkipNativeAppSuccessPage(true)
                .setBackChannelLogoutUri("https://shop.example.com/logout")
                .setLoginVersion(LoginVersion.newBuilder()
                        .setLoginV2(LoginV2.newBuilder().setBaseUri("https://l")))
                .build();
        AddOIDCAppResponse added = add(request);

        OIDCConfig read = get(added.getAppId());

        assertThat(read)
                .isEqualTo(OIDCConfig.newBuilder()
                        .addAllRedirectUris(request.getRedirectUrisList())
                        .addAllResponseTypes(request.getResponseTypesList())
                        .addAllGrantTypes(request.getGrantTypesList())
                        .setAppType(request.getAppType())
                        .setClientId(added.getClientId())
                        .setAuthMethodType(request.getAuthMethodType())
                        .addAllPostLogoutRedirectUris(request.getPostLogoutRedirectUrisList())
                        .setDevMode(true)
                        .setAccessTokenType(request.getAccessTokenType())
                        .setAccessTokenRoleAssertion(true)
                        .setIdTokenRoleAssertion(true)
                        .setIdTokenUserinfoAssertion(true)
                        .setClockSkew(request.getClockSkew())
                        .addAllAdditionalOrigins(request.getAdditionalOriginsList())
                        .addAllowedOrigins("https://shop.example.com")
                        .addAllowedOrigins("http://localhost:4200")
                        .addAllowedOrigins("https://admin.example.com")
                        .setSkipNativeAppSuccessPage(true)
                        .setBackChannelLogoutUri(request.getBackChannelLogoutUri())
                        .setLoginVersion(request.getLoginVersion())
                        .build());
    }

    @Test
    void anAppIsFoundByItsClientIdInItsInstanceOnly() {
        AddOIDCAppResponse added = add(oidc("shop").build());

        assertThat(byClientId(tenant.id, added.getClientId()).map(Stored::id)).contains(added.getAppId());
        assertThat(byClientId(TESTS.tenant().id, added.getClientId())).isEmpty();
        assertThat(byClientId(tenant.id, "123")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OIDC_AUTH_METHOD_TYPE_BASIC, true",
        "OIDC_AUTH_METHOD_TYPE_POST, true",
        "OIDC_AUTH_METHOD_TYPE_NONE, false",
        "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT, false"
    })
    void aClientThatAuthenticatesByASecretGetsOne(OIDCAuthMethodType method, boolean hasSecret) {
        AddOIDCAppResponse added = add(oidc("shop").setAuthMethodType(method).build());

        assertThat(added.getClientSecret()).matches(hasSecret ? "[A-Za-z0-9]{64}" : "");
        assertThat(secretHash(added.getClientId()))
                .isEqualTo(hasSecret ? Optional.of(Secrets.hash(added.getClientSecret())) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"API_AUTH_METHOD_TYPE_BASIC, true", "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT, false"})
    void anApiThatAuthenticatesByASecretGetsOne(APIAuthMethodType method, boolean hasSecret) {
        AddAPIAppResponse added = addApi("api", method);

        assertThat(added.getClientSecret()).matches(hasSecret ? "[A-Za-z0-9]{64}" : "");
        assertThat(secretHash(added.getClientId()))
                .isEqualTo(hasSecret ? Optional.of(Secrets.hash(added.getClientSecret())) : Optional.empty());
        assertThat(answerGet(added.getAppId()).getApp().getApiConfig().getAuthMethodType())
                .isEqualTo(method);
    }

    @Test
    void aSecretIsInNoEventAndNoText() {
        String secret = add(oidc("shop").build()).getClientSecret();
        Stored<App> app = byClientId(tenant.id, get(appId()).getClientId()).orElseThrow();

        assertThat(tenant.events()).extracting(Tenant.Recorded::payload).noneMatch(payload -> payload.contains(secret));
        assertThat(new Apps.WithSecret(app, secret).toString()).doesNotContain(secret);
    }

    private String appId() {
        return tenant.events().getLast().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "OIDC_RESPONSE_TYPE_CODE, OIDC_GRANT_TYPE_AUTHORIZATION_CODE, true",
        "OIDC_RESPONSE_TYPE_CODE, OIDC_GRANT_TYPE_DEVICE_CODE, true",
        "OIDC_RESPONSE_TYPE_CODE, OIDC_GRANT_TYPE_IMPLICIT, false",
        "OIDC_RESPONSE_TYPE_CODE, OIDC_GRANT_TYPE_REFRESH_TOKEN, false",
        "OIDC_RESPONSE_TYPE_ID_TOKEN, OIDC_GRANT_TYPE_IMPLICIT, true",
        "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN, OIDC_GRANT_TYPE_IMPLICIT, true",
        "OIDC_RESPONSE_TYPE_ID_TOKEN, OIDC_GRANT_TYPE_AUTHORIZATION_CODE, false",
        "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN, OIDC_GRANT_TYPE_AUTHORIZATION_CODE, false"
    })
    void aResponseTypeNeedsTheGrantThatRedeemsIt(OIDCResponseType response, OIDCGrantType grant, boolean accepted) {
        AddOIDCAppRequest request = oidc("shop")
                .clearResponseTypes()
                .clearGrantTypes()
                .addResponseTypes(response)
                .addGrantTypes(grant)
                .build();

        if (accepted) {
            assertThat(add(request).getAppId()).isNotEmpty();
        } else {
            Refusal.of(() -> add(request)).is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
            add(oidc("shop").build()); // the refused one left its name free
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "https://example.com/",
                "https://example.com/path",
                "https://example.com?q",
                "https://example.com#f",
                "https://user@example.com",
                "null",
                "*",
                ""
            })
    void anAdditionalOriginMustBeAnOrigin(String origin) {
        Refusal.of(() -> add(oidc("shop").addAdditionalOrigins(origin).build()))
                .is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com", "http://localhost:4200", "https://[::1]:8443", "capacitor://localhost"})
    void anOriginIsSchemeHostAndMaybePort(String origin) {
        assertThat(get(add(oidc("shop").addAdditionalOrigins(origin).build()).getAppId())
                        .getAdditionalOriginsList())
                .containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "SHOP", " Shop "})
    void aNameIsTakenOnceInAProjectWithoutRegardToCase(String name) {
        add(oidc("Shop").build());

        Refusal.of(() -> add(oidc(name).build()))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.Project.App.AlreadyExists");
        Refusal.of(() -> addApi(name, APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh");
        assertThat(add(oidc(name)
                                .setProjectId(project("Other", Tenant.ORGANIZATION))
                                .build())
                        .getAppId())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aNameIsMandatory(String name) {
        Refusal.of(() -> add(oidc(name).build())).is(Kind.INVALID_ARGUMENT, "PROJECT-1n8df");
    }

    @Test
    void aProjectOfAnotherOrganizationIsNotThere() {
        String theirs = project("Theirs", Tenant.OTHER_ORGANIZATION);

        Refusal.of(() -> add(oidc("shop").setProjectId(theirs).build())).is(Kind.NOT_FOUND, "COMMAND-4m9vS");
        Refusal.of(() -> add(oidc("shop").setProjectId("123").build())).is(Kind.NOT_FOUND, "COMMAND-4m9vS");
    }

    @Test
    void anAppOfAnotherProjectIsNotThere() {
        String app = add(oidc("shop").build()).getAppId();
        String other = project("Other", Tenant.ORGANIZATION);

        Refusal.of(() -> tenant.answer(
                        Tenant.method(Level.ORGANIZATION, "GetAppByID"),
                        GetAppByIDRequest.newBuilder()
                                .setProjectId(other)
                                .setAppId(app)
                                .build(),
                        GetAppByIDResponse.class))
                .is(Kind.NOT_FOUND, "QUERY-pCP8P");
    }

    @Test
    void aNewSecretReplacesTheOldOne() {
        AddOIDCAppResponse added = add(oidc("shop").build());

        RegenerateOIDCClientSecretResponse answer = regenerate(added.getAppId());

        assertThat(answer.getClientSecret()).matches("[A-Za-z0-9]{64}").isNotEqualTo(added.getClientSecret());
        assertThat(secretHash(added.getClientId())).contains(Secrets.hash(answer.getClientSecret()));
        assertThat(answer.getDetails().getSequence()).isEqualTo(2);
        assertThat(answer.getDetails().hasChangeDate()).isTrue();
    }

    @Test
    void aClientWithoutSecretGetsNoNewOne() {
        String id = add(oidc("shop")
                        .setAuthMethodType(OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE)
                        .build())
                .getAppId();

        Refusal.of(() -> regenerate(id)).is(Kind.FAILED_PRECONDITION, "COMMAND-Ghrh4");
    }

    @Test
    void anApiIsNoOpenIdClient() {
        String id = addApi("api", APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC).getAppId();

        Refusal.of(() -> regenerate(id)).is(Kind.INVALID_ARGUMENT, "COMMAND-Ghrh3");
    }

    private String project(String name, String organization) {
        return tenant.write(tx -> projects.add(tx, tenant.id, organization, Tenant.ACTOR, Project.named(name)))
                .id();
    }

    private AddOIDCAppRequest.Builder oidc(String name) {
        return AddOIDCAppRequest.newBuilder()
                .setProjectId(project)
                .setName(name)
                .addResponseTypes(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
                .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE);
    }

    private AddOIDCAppResponse add(AddOIDCAppRequest request) {
        return tenant.answer(Tenant.method(Level.ORGANIZATION, "AddOIDCApp"), request, AddOIDCAppResponse.class);
    }

    private AddAPIAppResponse addApi(String name, APIAuthMethodType method) {
        return tenant.answer(
                Tenant.method(Level.ORGANIZATION, "AddAPIApp"),
                AddAPIAppRequest.newBuilder()
                        .setProjectId(project)
                        .setName(name)
                        .setAuthMethodType(method)
                        .build(),
                AddAPIAppResponse.class);
    }

    private RegenerateOIDCClientSecretResponse regenerate(String id) {
        return tenant.answer(
                Tenant.method(Level.ORGANIZATION, "RegenerateOIDCClientSecret"),
                RegenerateOIDCClientSecretRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(id)
                        .build(),
                RegenerateOIDCClientSecretResponse.class);
    }

    private OIDCConfig get(String id) {
        return answerGet(id).getApp().getOidcConfig();
    }

    private GetAppByIDResponse answerGet(String id) {
        return tenant.answer(
                Tenant.method(Level.ORGANIZATION, "GetAppByID"),
                GetAppByIDRequest.newBuilder()
                        .setProjectId(project)
                        .setAppId(id)
                        .build(),
                GetAppByIDResponse.class);
    }

    private Optional<Stored<App>> byClientId(String instance, String clientId) {
        return TESTS.store.read(sql -> apps.byClientId(sql, instance, clientId));
    }

    private Optional<String> secretHash(String clientId) {
        return byClientId(tenant.id, clientId)
                .flatMap(app -> Optional.ofNullable(app.state().config().secretHash()));
    }
}
