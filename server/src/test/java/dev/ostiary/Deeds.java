package dev.ostiary;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.access.MemberApi;
import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddIAMMemberRequest;
import dev.ostiary.api.admin.v1.AddIDPToLoginPolicyRequest;
import dev.ostiary.api.admin.v1.DeleteProviderRequest;
import dev.ostiary.api.admin.v1.RemoveIAMMemberRequest;
import dev.ostiary.api.admin.v1.RemoveIDPFromLoginPolicyRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.UpdateIAMMemberRequest;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyRequest;
import dev.ostiary.api.app.v1.OIDCAuthMethodType;
import dev.ostiary.api.app.v1.OIDCGrantType;
import dev.ostiary.api.app.v1.OIDCResponseType;
import dev.ostiary.api.authn.v1.KeyType;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.management.v1.AddAPIAppRequest;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddMachineKeyRequest;
import dev.ostiary.api.management.v1.AddMachineUserRequest;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddOrgRequest;
import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.DeactivateAppRequest;
import dev.ostiary.api.management.v1.GenerateMachineSecretRequest;
import dev.ostiary.api.management.v1.ReactivateAppRequest;
import dev.ostiary.api.management.v1.RegenerateOIDCClientSecretRequest;
import dev.ostiary.api.management.v1.RemoveAppRequest;
import dev.ostiary.api.management.v1.RemoveMachineKeyRequest;
import dev.ostiary.api.management.v1.RemoveMachineSecretRequest;
import dev.ostiary.api.management.v1.ResetLoginPolicyToDefaultRequest;
import dev.ostiary.api.management.v1.UpdateAPIAppConfigRequest;
import dev.ostiary.api.management.v1.UpdateAppRequest;
import dev.ostiary.api.management.v1.UpdateOIDCAppConfigRequest;
import dev.ostiary.app.AppApi;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.instance.Instances;
import dev.ostiary.org.OrgApi;
import dev.ostiary.org.Orgs;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.policy.LoginPolicyApi;
import dev.ostiary.policy.LoginPolicyIdpApi;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Level;
import dev.ostiary.user.MachineApi;
import dev.ostiary.user.Machines;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.Granting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jdbi.v3.core.Handle;

/** Everything that people can do in an instance, with small choices: what is refused is refused by the rules. */
final class Deeds {
    /** What is done; each deed makes of its two numbers what it needs. */
    enum Kind {
        ADD_IDP,
        UPDATE_IDP,
        REMOVE_IDP,
        ADD_HUMAN,
        CHANGE_HUMAN,
        LINK,
        SET_PASSWORD,
        CHECK_PASSWORD,
        ADD_MACHINE,
        GENERATE_SECRET,
        REMOVE_SECRET,
        ADD_KEY,
        REMOVE_KEY,
        ADD_ORG,
        ADD_MEMBER,
        UPDATE_MEMBER,
        REMOVE_MEMBER,
        ADD_PROJECT_MEMBER,
        UPDATE_PROJECT_MEMBER,
        REMOVE_PROJECT_MEMBER,
        ADD_PROJECT,
        CHANGE_PROJECT,
        REMOVE_PROJECT,
        ADD_ROLE,
        CHANGE_ROLE,
        REMOVE_ROLE,
        GRANT_PROJECT,
        CHANGE_PROJECT_GRANT,
        REMOVE_PROJECT_GRANT,
        GIVE_ROLE,
        CHANGE_USER_GRANT,
        REMOVE_USER_GRANT,
        ADD_APP,
        ADD_API,
        REGENERATE_SECRET,
        RENAME_APP,
        CHANGE_APP,
        DEACTIVATE_APP,
        REACTIVATE_APP,
        REMOVE_APP,
        ADD_POLICY,
        UPDATE_POLICY,
        RESET_POLICY,
        OFFER_IDP,
        TAKE_OUT_IDP,
        ADD_DOMAIN
    }

    private static final String PASSWORD = OpenBSDBCrypt.generate("2b", "right".toCharArray(), new byte[16], 4);
    private static final ByteString PUBLIC_KEY =
            ByteString.copyFrom(Base64.getDecoder().decode(RsaKeys.generate().publicKey()));

    private final TestStore tests;
    private final Tenant tenant;
    private final Users users;
    private final PasswordChecks checks;
    private final Instances instances;
    private final GrantingDeeds granting;

    Deeds(TestStore tests, Passwords passwords) {
        this.tests = tests;
        tenant = tests.tenant();
        users = new Users(tests.ids, List.of());
        checks = new PasswordChecks(tests.store, users, passwords, tests.clock, new SimpleMeterRegistry());
        instances = new Instances(tests.store);
        granting = new GrantingDeeds(this, tests);
        LoginPolicies policies = new LoginPolicies(tests.store);
        tenant.write(
                tx -> instances.add(tx, tenant.id, "", "Test", "en", Tenant.ORGANIZATION, "1", List.of(tenant.id)));
        tenant.write(tx -> policies.add(tx, tenant.id, tenant.id, "", LoginPolicy.DEFAULT));
        register(policies);
    }

    private void register(LoginPolicies policies) {
        IdentityProviders providers = new IdentityProviders(
                tests.store,
                tests.vault,
                tests.ids,
                UrlRule.HTTPS_ONLY,
                List.of(
                        (tx, provider, actor) -> policies.removeEverywhere(tx, tenant.id, provider.id(), actor),
                        (tx, provider, actor) -> users.unlinkAll(tx, tenant.id, provider.id(), actor)));
        Members members = new Members(Roles.builtIn());
        Apps apps = new Apps(tests.ids, List.of());
        Granting granting = Granting.on(tests.ids, new ProjectMembers(Roles.builtIn()));
        Projects projects = new Projects(
                tests.ids,
                List.of(
                        (tx, project, actor) -> apps.removeAllOf(tx, tenant.id, project.id(), actor),
                        granting::projectRemoved));
        Orgs orgs = new Orgs(tests.ids, List.of());
        LoginPolicyIdpApi idps = new LoginPolicyIdpApi(tests.store, policies, providers, tests.clock);
        ProviderCalls.register(providers, tests.store, tests.clock, tenant.calls);
        new MachineApi(tests.store, users, new Machines(users, tests.ids), tests.clock).register(tenant.calls);
        new OrgApi(tests.store, orgs, members).register(tenant.calls);
        new MemberApi(tests.store, members, users, Roles.builtIn(), tests.clock).register(tenant.calls);
        GrantingCalls.register(tenant.calls, tests.store, tests.clock, projects, granting, users, orgs);
        new AppApi(tests.store, projects, apps, tests.clock).register(tenant.calls);
        new LoginPolicyApi(tests.store, policies, idps).register(tenant.calls);
        idps.register(tenant.calls);
    }

    Tenant tenant() {
        return tenant;
    }

    String instance() {
        return tenant.id;
    }

    void perform(Kind kind, int a, int b) {
        Level level = b % 2 == 0 ? Level.INSTANCE : Level.ORGANIZATION;
        switch (kind) {
            case ADD_IDP, UPDATE_IDP, REMOVE_IDP -> provider(kind, level, a, b);
            case ADD_HUMAN, CHANGE_HUMAN, LINK, SET_PASSWORD, CHECK_PASSWORD -> human(kind, a, b);
            case ADD_MACHINE, GENERATE_SECRET, REMOVE_SECRET, ADD_KEY, REMOVE_KEY -> machine(kind, a, b);
            case ADD_MEMBER, UPDATE_MEMBER, REMOVE_MEMBER -> member(kind, level, a, b);
            case ADD_PROJECT_MEMBER, UPDATE_PROJECT_MEMBER, REMOVE_PROJECT_MEMBER -> granting.projectMember(kind, a, b);
            case ADD_PROJECT, ADD_APP, ADD_API, REGENERATE_SECRET -> app(kind, a, b);
            case RENAME_APP, CHANGE_APP, DEACTIVATE_APP, REACTIVATE_APP, REMOVE_APP ->
                changeApp(kind, any("apps", a), b);
            case ADD_POLICY, UPDATE_POLICY, RESET_POLICY, OFFER_IDP, TAKE_OUT_IDP -> policy(kind, level, a, b);
            case CHANGE_PROJECT, REMOVE_PROJECT -> granting.project(kind, a, b);
            case ADD_ROLE, CHANGE_ROLE, REMOVE_ROLE -> granting.role(kind, a, b);
            case GRANT_PROJECT, CHANGE_PROJECT_GRANT, REMOVE_PROJECT_GRANT -> granting.projectGrant(kind, a, b);
            case GIVE_ROLE, CHANGE_USER_GRANT, REMOVE_USER_GRANT -> granting.userGrant(kind, a, b);
            case ADD_ORG ->
                send(Level.ORGANIZATION, "AddOrg", AddOrgRequest.newBuilder().setName("Org " + a % 3));
            case ADD_DOMAIN -> addDomain("h" + a % 4);
        }
    }

    private void provider(Kind kind, Level level, int a, int b) {
        switch (kind) {
            case ADD_IDP ->
                send(
                        level,
                        "AddGenericOIDCProvider",
                        AddGenericOIDCProviderRequest.newBuilder()
                                .setName("IdP " + a % 3)
                                .setIssuer("https://op" + a % 2 + ".example.com")
                                .setClientId("client")
                                .setClientSecret("secret")
                                .setUsePkce(a % 2 == 0));
            case UPDATE_IDP ->
                send(
                        level,
                        "UpdateGenericOIDCProvider",
                        UpdateGenericOIDCProviderRequest.newBuilder()
                                .setId(any("idps", a))
                                .setName("IdP " + b % 3)
                                .setIssuer("https://op" + b % 3 + ".example.com")
                                .setClientId("client")
                                .setClientSecret(b % 3 == 0 ? "new" : "")
                                .addAllScopes(b % 5 == 0 ? List.of() : List.of("email")));
            default ->
                send(level, "DeleteProvider", DeleteProviderRequest.newBuilder().setId(any("idps", a)));
        }
    }

    private void human(Kind kind, int a, int b) {
        Profile profile = new Profile("Given " + a % 3, "Family", "", "", "en", Gender.UNSPECIFIED);
        Email email = new Email("e" + a % 3 + "@example.com", b % 2 == 0);
        IdpLink link = new IdpLink(any("idps", b), "ext " + a % 3, "", "");
        String id = any("users", a);
        switch (kind) {
            case ADD_HUMAN ->
                tenant.write(tx -> users.addHuman(
                        tx,
                        tenant.id,
                        Tenant.ORGANIZATION,
                        Tenant.ACTOR,
                        new NewHuman(
                                "",
                                "user " + a % 7,
                                profile,
                                email,
                                b % 3 == 0 ? new Phone("+4112345", false) : null,
                                PASSWORD,
                                false,
                                b % 2 == 0 ? List.of(link) : List.of(),
                                b % 5 == 0 ? Map.of("key", "dmFsdWU=") : Map.of())));
            case CHANGE_HUMAN ->
                onHuman(
                        id,
                        (tx, user) -> users.changeHuman(
                                tx, user, Tenant.ACTOR, profile, email, new Phone("+41" + b % 2, true)));
            case LINK -> onHuman(id, (tx, user) -> users.addLink(tx, user, Tenant.ACTOR, link));
            case SET_PASSWORD ->
                onHuman(id, (tx, user) -> users.setPassword(tx, user, Tenant.ACTOR, PASSWORD, b % 2 == 0));
            default -> checks.check(tenant.id, id, b % 3 == 0 ? "right" : "wrong");
        }
    }

    /** A change of a person within a transaction. */
    private interface Change {
        void make(dev.ostiary.store.Transaction tx, dev.ostiary.store.Stored<User> user);
    }

    private void onHuman(String id, Change change) {
        tenant.write(tx -> {
            users.find(tx.sql(), tenant.id, id)
                    .filter(user -> user.state().human().isPresent())
                    .ifPresent(user -> change.make(tx, user));
            return id;
        });
    }

    private void machine(Kind kind, int a, int b) {
        String id = any("users", a);
        Message.Builder request = switch (kind) {
            case ADD_MACHINE ->
                AddMachineUserRequest.newBuilder()
                        .setUserName("user " + a % 7)
                        .setName("Robot")
                        .setAccessTokenTypeValue(b % 2);
            case GENERATE_SECRET -> GenerateMachineSecretRequest.newBuilder().setUserId(id);
            case REMOVE_SECRET -> RemoveMachineSecretRequest.newBuilder().setUserId(id);
            case ADD_KEY ->
                AddMachineKeyRequest.newBuilder()
                        .setUserId(id)
                        .setType(KeyType.KEY_TYPE_JSON)
                        .setPublicKey(PUBLIC_KEY);
            default -> RemoveMachineKeyRequest.newBuilder().setUserId(id).setKeyId(firstKey(id));
        };
        String call = switch (kind) {
            case ADD_MACHINE -> "AddMachineUser";
            case GENERATE_SECRET -> "GenerateMachineSecret";
            case REMOVE_SECRET -> "RemoveMachineSecret";
            case ADD_KEY -> "AddMachineKey";
            default -> "RemoveMachineKey";
        };
        send(Level.ORGANIZATION, call, request);
    }

    private String firstKey(String user) {
        return tests.store
                .read(sql -> users.find(sql, tenant.id, user))
                .flatMap(found -> found.state().machine())
                .flatMap(machine -> machine.keys().stream().findFirst())
                .map(User.MachineKey::id)
                .orElse("none");
    }

    private void member(Kind kind, Level level, int a, int b) {
        String name = level == Level.INSTANCE ? "IAMMember" : "OrgMember";
        String role = (level == Level.INSTANCE ? "IAM_OWNER" : "ORG_OWNER") + (b % 3 == 0 ? "_VIEWER" : "");
        String user = any("users", a);
        switch (kind) {
            case ADD_MEMBER ->
                send(
                        level,
                        "Add" + name,
                        AddIAMMemberRequest.newBuilder().setUserId(user).addRoles(role));
            case UPDATE_MEMBER ->
                send(
                        level,
                        "Update" + name,
                        UpdateIAMMemberRequest.newBuilder().setUserId(user).addRoles(role));
            default ->
                send(level, "Remove" + name, RemoveIAMMemberRequest.newBuilder().setUserId(user));
        }
    }

    private void app(Kind kind, int a, int b) {
        String project = any("projects", a);
        switch (kind) {
            case ADD_PROJECT ->
                send(
                        Level.ORGANIZATION,
                        "AddProject",
                        AddProjectRequest.newBuilder()
                                .setName("Project " + a % 3)
                                .setPrivateLabelingSettingValue(b % 3));
            case ADD_APP ->
                send(
                        Level.ORGANIZATION,
                        "AddOIDCApp",
                        AddOIDCAppRequest.newBuilder()
                                .setProjectId(project)
                                .setName("App " + b % 3)
                                .addRedirectUris("https://app.example.com/cb")
                                .addResponseTypes(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
                                .addGrantTypes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE)
                                .setAuthMethodType(
                                        b % 2 == 0
                                                ? OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC
                                                : OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE));
            case ADD_API ->
                send(
                        Level.ORGANIZATION,
                        "AddAPIApp",
                        AddAPIAppRequest.newBuilder()
                                .setProjectId(project)
                                .setName("App " + b % 3)
                                .setAuthMethodTypeValue(b % 2));
            default ->
                send(
                        Level.ORGANIZATION,
                        "RegenerateOIDCClientSecret",
                        RegenerateOIDCClientSecretRequest.newBuilder()
                                .setProjectId(project)
                                .setAppId(any("apps", b)));
        }
    }

    private void changeApp(Kind kind, String id, int b) {
        String project = tests.store
                .read(sql -> new Apps(tests.ids, List.of()).find(sql, tenant.id, id))
                .map(app -> app.state().project())
                .orElse("none");
        switch (kind) {
            case RENAME_APP ->
                send(
                        Level.ORGANIZATION,
                        "UpdateApp",
                        UpdateAppRequest.newBuilder()
                                .setProjectId(project)
                                .setAppId(id)
                                .setName("App " + b % 4));
            case CHANGE_APP ->
                send(
                        Level.ORGANIZATION,
                        b % 2 == 0 ? "UpdateAPIAppConfig" : "UpdateOIDCAppConfig",
                        b % 2 == 0
                                ? UpdateAPIAppConfigRequest.newBuilder()
                                        .setProjectId(project)
                                        .setAppId(id)
                                        .setAuthMethodTypeValue(b % 4 / 2)
                                : UpdateOIDCAppConfigRequest.newBuilder()
                                        .setProjectId(project)
                                        .setAppId(id)
                                        .setAuthMethodTypeValue(b % 4)
                                        .setDevMode(b % 3 == 0));
            case DEACTIVATE_APP ->
                send(
                        Level.ORGANIZATION,
                        "DeactivateApp",
                        DeactivateAppRequest.newBuilder().setProjectId(project).setAppId(id));
            case REACTIVATE_APP ->
                send(
                        Level.ORGANIZATION,
                        "ReactivateApp",
                        ReactivateAppRequest.newBuilder().setProjectId(project).setAppId(id));
            default ->
                send(
                        Level.ORGANIZATION,
                        "RemoveApp",
                        RemoveAppRequest.newBuilder().setProjectId(project).setAppId(id));
        }
    }

    private void policy(Kind kind, Level level, int a, int b) {
        boolean ofInstance = level == Level.INSTANCE;
        String idp = any("idps", a);
        switch (kind) {
            case ADD_POLICY ->
                send(
                        Level.ORGANIZATION,
                        "AddCustomLoginPolicy",
                        AddCustomLoginPolicyRequest.newBuilder()
                                .setForceMfa(b % 2 == 0)
                                .addSecondFactorsValue(1 + b % 4));
            case UPDATE_POLICY ->
                send(
                        level,
                        ofInstance ? "UpdateLoginPolicy" : "UpdateCustomLoginPolicy",
                        UpdateLoginPolicyRequest.newBuilder().setForceMfa(a % 2 == 0));
            case RESET_POLICY ->
                send(Level.ORGANIZATION, "ResetLoginPolicyToDefault", ResetLoginPolicyToDefaultRequest.newBuilder());
            case OFFER_IDP ->
                send(
                        level,
                        "AddIDPToLoginPolicy",
                        ofInstance
                                ? AddIDPToLoginPolicyRequest.newBuilder().setIdpId(idp)
                                : dev.ostiary.api.management.v1.AddIDPToLoginPolicyRequest.newBuilder()
                                        .setIdpId(idp)
                                        .setOwnerType(
                                                b % 3 == 0
                                                        ? IDPOwnerType.IDP_OWNER_TYPE_SYSTEM
                                                        : IDPOwnerType.IDP_OWNER_TYPE_ORG));
            default ->
                send(
                        level,
                        "RemoveIDPFromLoginPolicy",
                        RemoveIDPFromLoginPolicyRequest.newBuilder().setIdpId(idp));
        }
    }

    private void addDomain(String domain) {
        tenant.write(tx -> {
            instances.addDomains(tx, instances.find(tx, tenant.id).orElseThrow(), "", List.of(domain));
            return domain;
        });
    }

    void send(Level level, String call, Message.Builder request) {
        try {
            tenant.answerTo(level, call, request.build());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The id of some row, or of none. */
    String any(String table, int which) {
        List<String> ids = tests.store.read(sql -> ids(sql, table));
        return ids.isEmpty() ? "none" : ids.get(which % ids.size());
    }

    private List<String> ids(Handle sql, String table) {
        return sql.select("select id from " + table + " where instance = ? order by id", tenant.id)
                .mapTo(String.class)
                .list();
    }
}
