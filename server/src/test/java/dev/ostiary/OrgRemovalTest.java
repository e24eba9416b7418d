package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddGoogleProviderRequest;
import dev.ostiary.api.management.v1.AddGoogleProviderResponse;
import dev.ostiary.api.management.v1.AddIDPToLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddMachineUserRequest;
import dev.ostiary.api.management.v1.AddMachineUserResponse;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddOIDCAppResponse;
import dev.ostiary.api.management.v1.AddOrgMemberRequest;
import dev.ostiary.api.management.v1.AddOrgRequest;
import dev.ostiary.api.management.v1.AddOrgResponse;
import dev.ostiary.api.management.v1.AddPersonalAccessTokenRequest;
import dev.ostiary.api.management.v1.AddPersonalAccessTokenResponse;
import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.AddProjectResponse;
import dev.ostiary.api.management.v1.RemoveOrgRequest;
import dev.ostiary.config.Settings;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.OidcSessionEvent;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.instance.Instance;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.session.Authentication;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organization goes with all that belongs to it. The server's own wiring is tested, so that no feature is forgotten in it. */
class OrgRemovalTest {
    private static final List<String> HISTORY = List.of("events", "sqlite_sequence", "flyway_schema_history");

    private Foundation base;
    private Features features;
    private ProviderKeys keys;
    private Calls calls;
    private Instance instance;
    private String stranger;
    private String foreign;

    @BeforeEach
    void open(@TempDir Path data) throws IOException {
        base = Foundation.open(Settings.read(Map.of("data", data.toString()), Map.of(), null));
        features = Features.on(base);
        Services services = new Services(base, features);
        keys = new ProviderKeys(base.outbound());
        calls = services.calls(services.federation(keys));
        new FirstStart(base, features).create(List.of("id.example.com"), credentials -> {});
        instance = features.instances().all().getFirst();
        stranger = machine(instance.defaultOrganization(), "stranger");
        foreign = project(instance.defaultOrganization(), "Foreign");
        new GrantingCalls(calls, this::callAbout).role(instance.defaultOrganization(), foreign, "reader");
    }

    @AfterEach
    void close() throws Exception {
        keys.close();
        for (AutoCloseable part : base.parts()) {
            part.close();
        }
    }

    /** An organization with something of everything. */
    private record Acme(String id, String token, String accessToken, String foreignAccessToken) {}

    @Test
    void nothingOfItIsLeft() {
        Map<String, Long> before = rows();
        Acme acme = acme();
        assertThat(rows().entrySet().stream().filter(table -> !before.entrySet().contains(table)))
                .as("the tables that the organization has rows in")
                .hasSizeGreaterThanOrEqualTo(20);

        send(acme.id(), "RemoveOrg", RemoveOrgRequest.getDefaultInstance());

        sweep();
        assertThat(rows()).isEqualTo(before);
        acme();
    }

    @Test
    void itsTokensAreRefusedAtOnce() {
        Acme acme = acme();
        assertThat(List.of(acme.token(), acme.accessToken(), acme.foreignAccessToken()))
                .allMatch(this::counts);

        send(acme.id(), "RemoveOrg", RemoveOrgRequest.getDefaultInstance());

        assertThat(List.of(acme.token(), acme.accessToken(), acme.foreignAccessToken()))
                .noneMatch(this::counts);
    }

    @Test
    void whatElseThereIsStays() {
        Acme acme = acme();
        String other = add("Other");
        machine(other, "robot of another");

        send(acme.id(), "RemoveOrg", RemoveOrgRequest.getDefaultInstance());

        assertThat(base.store()
                        .<Boolean>read(sql ->
                                features.orgs().find(sql, instance.id(), other).isPresent()
                                        && features.users()
                                                .byLoginName(sql, instance.id(), "robot of another")
                                                .isPresent()
                                        && features.users()
                                                .find(sql, instance.id(), stranger)
                                                .isPresent()))
                .isTrue();
    }

    @Test
    void theDefaultOrganizationStays() {
        Refusal.of(() -> send(instance.defaultOrganization(), "RemoveOrg", RemoveOrgRequest.getDefaultInstance()))
                .is(Kind.FAILED_PRECONDITION, "COMMA-wG9p1")
                .says("Errors.Org.DefaultOrgNotDeletable");
    }

    @Test
    void anUnknownOneIsNamed() {
        Refusal.of(() -> answer(
                        instance.defaultOrganization(),
                        "zitadel.admin.v1.AdminService/RemoveOrg",
                        dev.ostiary.api.admin.v1.RemoveOrgRequest.newBuilder()
                                .setOrgId("17")
                                .build()))
                .is(Kind.NOT_FOUND, "COMMA-aps2n");
    }

    @Test
    void theInstanceRemovesOneById() {
        String other = add("Other");

        answer(
                instance.defaultOrganization(),
                "zitadel.admin.v1.AdminService/RemoveOrg",
                dev.ostiary.api.admin.v1.RemoveOrgRequest.newBuilder()
                        .setOrgId(other)
                        .build());

        Refusal.of(() -> send(other, "RemoveOrg", RemoveOrgRequest.getDefaultInstance()))
                .is(Kind.NOT_FOUND, "COMMA-aps2n");
    }

    private Acme acme() {
        String id = add("Acme");
        String idp = ((AddGoogleProviderResponse) send(
                        id,
                        "AddGoogleProvider",
                        AddGoogleProviderRequest.newBuilder()
                                .setClientId("client")
                                .setClientSecret("secret")
                                .build()))
                .getId();
        send(id, "AddCustomLoginPolicy", AddCustomLoginPolicyRequest.getDefaultInstance());
        send(
                id,
                "AddIDPToLoginPolicy",
                AddIDPToLoginPolicyRequest.newBuilder()
                        .setIdpId(idp)
                        .setOwnerType(IDPOwnerType.IDP_OWNER_TYPE_ORG)
                        .build());
        send(
                id,
                "AddOrgMember",
                AddOrgMemberRequest.newBuilder()
                        .setUserId(stranger)
                        .addRoles("ORG_OWNER")
                        .build());
        String client = application(id);
        String person = person(id, idp);
        String robot = machine(id, "robot");
        String token = ((AddPersonalAccessTokenResponse) send(
                        id,
                        "AddPersonalAccessToken",
                        AddPersonalAccessTokenRequest.newBuilder()
                                .setUserId(robot)
                                .build()))
                .getToken();
        roles(id, person);
        return new Acme(id, token, signIn(id, person, "another client"), signIn("", stranger, client));
    }

    /** Gives roles to a person: one of the organization itself, and one of a project that it was granted. */
    private void roles(String organization, String person) {
        GrantingCalls administrator = new GrantingCalls(calls, this::callAbout);
        String own = project(organization, "Rooms");
        administrator.role(organization, own, "reader");
        administrator.give(organization, person, own, "", "reader");
        administrator.give(organization, stranger, own, "", "reader");
        String granted = administrator.grantProject(instance.defaultOrganization(), foreign, organization, "reader");
        administrator.give(organization, stranger, foreign, granted, "reader");
        administrator.own(organization, own, stranger);
        administrator.ownGrant(organization, foreign, granted, stranger);
    }

    private String add(String name) {
        return ((AddOrgResponse) send(
                        instance.defaultOrganization(),
                        "AddOrg",
                        AddOrgRequest.newBuilder().setName(name).build()))
                .getId();
    }

    private String machine(String organization, String userName) {
        return ((AddMachineUserResponse) send(
                        organization,
                        "AddMachineUser",
                        AddMachineUserRequest.newBuilder()
                                .setUserName(userName)
                                .setName(userName)
                                .build()))
                .getUserId();
    }

    private String person(String organization, String idp) {
        NewHuman human = NewHuman.linked(
                "ada",
                new Profile("Ada", "Lovelace", "", "", "en", Gender.UNSPECIFIED),
                new User.Email("ada@example.com", true),
                null,
                new IdpLink(idp, "ada at the provider", "ada", ""));
        return base.store()
                .write(tx -> features.users().addHuman(tx, instance.id(), organization, "", human))
                .id();
    }

    private String application(String organization) {
        String project = project(organization, "Shop");
        return ((AddOIDCAppResponse) send(
                        organization,
                        "AddOIDCApp",
                        AddOIDCAppRequest.newBuilder()
                                .setProjectId(project)
                                .setName("shop")
                                .addRedirectUris("https://shop.example.com/cb")
                                .build()))
                .getClientId();
    }

    private String project(String organization, String name) {
        return ((AddProjectResponse) send(
                        organization,
                        "AddProject",
                        AddProjectRequest.newBuilder().setName(name).build()))
                .getId();
    }

    /** Returns an access token of a user who has signed in to an application, a machine without a session of its own. */
    private String signIn(String organization, String user, String client) {
        String token = Secrets.token();
        Instant now = base.clock().instant();
        Instant later = now.plusSeconds(3600);
        base.store().write(tx -> {
            String session = organization.isEmpty()
                    ? ""
                    : features.sessions()
                            .begin(tx, instance.id(), Authentication.byPassword(user, organization), later)
                            .session()
                            .id();
            return features.oidcSessions()
                    .begin(
                            tx,
                            instance.id(),
                            new OidcSessions.Beginning(
                                    base.ids().next(),
                                    organization,
                                    new OidcSessionEvent.Added(
                                            user,
                                            client,
                                            session,
                                            List.of("openid"),
                                            List.of(client),
                                            List.of(),
                                            now,
                                            null,
                                            null),
                                    new OidcSessionEvent.AccessTokenAdded(
                                            "id", Secrets.hash(token), List.of("openid"), now, later, null, null),
                                    new OidcSessionEvent.RefreshTokenAdded(
                                            "id", Secrets.hash(token + "r"), later, later, null)));
        });
        return token;
    }

    private boolean counts(String token) {
        return base.store()
                .<Boolean>read(sql ->
                        features.tokens().byToken(sql, instance.id(), token).isPresent());
    }

    private Message send(String organization, String call, Message request) {
        return answer(organization, "zitadel.management.v1.ManagementService/" + call, request);
    }

    private Message answer(String organization, String method, Message request) {
        return Objects.requireNonNull(calls.byName().get(method), method)
                .handler()
                .apply(callAbout(organization), request);
    }

    private Call callAbout(String organization) {
        return new Call(
                instance,
                "https://id.example.com",
                organization,
                new Caller("somebody", "", List.of()),
                Locale.ENGLISH);
    }

    /** Token sessions that have ended are cleared away a little later. */
    private void sweep() {
        base.store().write(dev.ostiary.grant.Expiry::sweep);
    }

    private Map<String, Long> rows() {
        return base.store()
                .read(sql ->
                        sql.select("select name from sqlite_master where type = 'table'").mapTo(String.class).stream()
                                .filter(table -> !HISTORY.contains(table))
                                .collect(Collectors.toMap(
                                        table -> table,
                                        table -> sql.select("select count(*) from " + table)
                                                .mapTo(Long.class)
                                                .one())));
    }
}
