package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.PROJECT;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.GrantingCalls;
import dev.ostiary.Refusal;
import dev.ostiary.api.management.v1.DeactivateProjectGrantRequest;
import dev.ostiary.api.management.v1.DeactivateProjectRequest;
import dev.ostiary.api.management.v1.DeactivateUserGrantRequest;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What roles do at the provider: claims that tell of them, and sign-ins that are refused for want of one. */
class RolesTest {
    private static final String OWN = "urn:zitadel:iam:org:project:roles";
    private static final String ALL = "urn:zitadel:iam:org:projects:roles";
    private static final String ROLE = "urn:zitadel:iam:org:project:role:";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private GrantingCalls administrator;
    private String acme;
    private String mia;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        administrator = fixture.administrator();
        acme = fixture.organization;
        mia = fixture.person.id();
        administrator.role(acme, PROJECT, "reader");
        administrator.role(acme, PROJECT, "writer");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String claim(String project) {
        return "urn:zitadel:iam:org:project:" + project + ":roles";
    }

    /** The value of a role claim whose roles were given by Acme. */
    private Map<String, Object> byAcme(String... roles) {
        Map<String, Object> value = new LinkedHashMap<>();
        for (String role : roles) {
            value.put(role, Map.of(acme, "acme.id.example.com"));
        }
        return value;
    }

    private Response tokens(String client, String scope) {
        return fixture.redeem(client, fixture.code(client, "scope", scope));
    }

    private Map<String, Object> userinfo(String scope) {
        String client = fixture.web().add();
        return json(fixture.userinfo(text(tokens(client, scope), "access_token")));
    }

    private static Map<String, Object> claims(String jwt) {
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet().getClaims();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rolesThatWereNotAskedForAreNotTold() {
        administrator.give(acme, mia, PROJECT, "", "reader");

        assertThat(userinfo("openid profile")).doesNotContainKeys(OWN, claim(PROJECT), ALL);
    }

    @Test
    void aRoleIsToldWhenItWasAskedForAndTheUserHasIt() {
        administrator.give(acme, mia, PROJECT, "", "reader");

        assertThat(userinfo("openid " + ROLE + "reader " + ROLE + "writer"))
                .containsEntry(OWN, byAcme("reader"))
                .containsEntry(claim(PROJECT), byAcme("reader"))
                .doesNotContainKey(ALL);
        assertThat(userinfo("openid " + ROLE + "writer")).doesNotContainKeys(OWN, claim(PROJECT));
    }

    @Test
    void aProjectThatAssertsRolesHasAllOfThemTold() {
        administrator.project(acme, PROJECT, true, false, false);
        administrator.give(acme, mia, PROJECT, "", "writer", "reader");

        assertThat(userinfo("openid")).containsEntry(OWN, byAcme("writer", "reader"));
        assertThat(userinfo("openid " + ROLE + "reader")).containsEntry(OWN, byAcme("reader"));
    }

    @Test
    void aRoleThatTheProjectDoesNotHaveIsNoScope() {
        String client = fixture.web().add();

        assertThat(fixture.ask(client, "scope", "openid " + ROLE + "reader " + ROLE + "king")
                        .scopes())
                .containsExactly("openid", ROLE + "reader");
    }

    @Test
    void rolesOfOtherProjectsAreToldWhereTheirAudienceWasAskedFor() {
        String other = administrator.addProject(acme, "Other");
        administrator.role(acme, other, "boss");
        administrator.give(acme, mia, other, "", "boss");
        administrator.give(acme, mia, PROJECT, "", "reader");
        String audience = "urn:zitadel:iam:org:project:id:" + other + ":aud";

        assertThat(userinfo("openid " + ALL + " " + audience))
                .containsEntry(OWN, byAcme("reader"))
                .containsEntry(claim(other), byAcme("boss"))
                .containsEntry(ALL, byAcme("boss"));
        assertThat(userinfo("openid " + audience)).doesNotContainKeys(OWN, claim(other), ALL);
    }

    @Test
    void rolesCanBeNarrowedToThoseThatAnOrganizationGave() {
        String beta = fixture.store
                .write(tx -> fixture.orgs.add(tx, fixture.instance.id(), "id.example.com", "", "Beta"))
                .id();
        String grant = administrator.grantProject(acme, PROJECT, beta, "reader");
        administrator.give(acme, mia, PROJECT, "", "reader", "writer");
        administrator.give(beta, mia, PROJECT, grant, "reader");

        assertThat(userinfo("openid " + ALL))
                .containsEntry(
                        OWN,
                        Map.of(
                                "reader",
                                Map.of(acme, "acme.id.example.com", beta, "beta.id.example.com"),
                                "writer",
                                Map.of(acme, "acme.id.example.com")));
        assertThat(userinfo("openid " + ALL + " urn:zitadel:iam:org:roles:id:" + beta))
                .containsEntry(OWN, Map.of("reader", Map.of(beta, "beta.id.example.com")));

        administrator.send(
                acme,
                "DeactivateProjectGrant",
                DeactivateProjectGrantRequest.newBuilder().setProjectId(PROJECT).setGrantId(grant));
        assertThat(userinfo("openid " + ALL)).containsEntry(OWN, byAcme("reader", "writer"));
    }

    @Test
    void whatIsSwitchedOffIsNotTold() {
        String grant = administrator.give(acme, mia, PROJECT, "", "reader");
        administrator.send(
                acme,
                "DeactivateUserGrant",
                DeactivateUserGrantRequest.newBuilder().setUserId(mia).setGrantId(grant));

        assertThat(userinfo("openid " + ALL)).doesNotContainKey(OWN);
    }

    @Test
    void tokensTellOfRolesWhereTheApplicationWantsThat() {
        administrator.give(acme, mia, PROJECT, "", "reader");
        Response with = tokens(fixture.web().jwt().roleClaims().add(), "openid " + ROLE + "reader");
        Response without = tokens(fixture.web().jwt().userClaims().add(), "openid " + ROLE + "reader");

        assertThat(claims(text(with, "id_token"))).containsEntry(OWN, byAcme("reader"));
        assertThat(claims(text(with, "access_token"))).containsEntry(claim(PROJECT), byAcme("reader"));
        assertThat(claims(text(without, "id_token"))).doesNotContainKey(OWN);
        assertThat(claims(text(without, "access_token"))).doesNotContainKey(OWN);
    }

    @Test
    void anApiIsToldTheRolesOnItsProject() {
        administrator.give(acme, mia, PROJECT, "", "reader");
        String token = text(tokens(fixture.web().add(), "openid"), "access_token");

        Response answer = fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic(fixture.api(), "s3cret"));

        assertThat(json(answer)).containsEntry(OWN, byAcme("reader")).containsEntry(claim(PROJECT), byAcme("reader"));
    }

    @Test
    void aMachineIsToldTheRolesItAsksForInItsToken() {
        String robot = fixture.machine("robot", TokenType.JWT).id();
        administrator.give(acme, robot, PROJECT, "", "reader");
        Response tokens = fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "scope",
                        "urn:zitadel:iam:org:project:id:100:aud " + ROLE + "reader"),
                basic("robot", "s3cret"));

        assertThat(claims(text(tokens, "access_token"))).containsEntry(claim(PROJECT), byAcme("reader"));
    }

    @Test
    void withoutARoleNobodySignsInWhereTheProjectWantsOne() {
        administrator.project(acme, PROJECT, false, true, false);
        String client = fixture.web().add();

        Refusal.of(() -> fixture.code(client))
                .is(Kind.PERMISSION_DENIED, "OIDC-foSyH49RvL")
                .says("Errors.User.GrantRequired");

        administrator.give(acme, mia, PROJECT, "", "reader");
        assertThat(fixture.redeem(client, fixture.code(client)).status()).isEqualTo(200);
    }

    @Test
    void aGrantWithoutRolesIsNotARole() {
        administrator.project(acme, PROJECT, false, true, false);
        administrator.give(acme, mia, PROJECT, "");
        String client = fixture.web().add();

        Refusal.of(() -> fixture.code(client)).says("Errors.User.GrantRequired");
    }

    @Test
    void whoLosesTheRoleGetsNoMoreTokens() {
        administrator.project(acme, PROJECT, false, true, false);
        String grant = administrator.give(acme, mia, PROJECT, "", "reader");
        String client = fixture.web().add();
        String code = fixture.code(client);
        Response tokens = fixture.redeem(client, fixture.code(client));
        administrator.take(acme, mia, grant);

        Response refreshed = fixture.refresh(client, text(tokens, "refresh_token"));
        Response redeemed = fixture.redeem(client, code);

        assertThat(json(refreshed))
                .containsEntry("error", "invalid_grant")
                .containsEntry("error_description", "Errors.User.GrantRequired");
        assertThat(json(redeemed)).containsEntry("error_description", "Errors.User.GrantRequired");

        administrator.give(acme, mia, PROJECT, "", "writer");
        assertThat(fixture.refresh(client, text(tokens, "refresh_token")).status())
                .isEqualTo(200);
    }

    @Test
    void whoseOrganizationHasNotTheProjectIsRefusedWhereThatIsChecked() {
        String beta = fixture.store
                .write(tx -> fixture.orgs.add(tx, fixture.instance.id(), "id.example.com", "", "Beta"))
                .id();
        String project = administrator.addProject(beta, "Beta's");
        administrator.project(beta, project, false, false, true);
        String client = fixture.web().in(project).add();

        Refusal.of(() -> fixture.code(client))
                .is(Kind.PERMISSION_DENIED, "OIDC-foSyH49RvL")
                .says("Errors.User.ProjectRequired");

        administrator.grantProject(beta, project, acme);
        assertThat(fixture.redeem(client, fixture.code(client)).status()).isEqualTo(200);
    }

    @Test
    void nothingIsShownToWhoIsRefusedSilently() {
        administrator.project(acme, PROJECT, false, true, false);
        String client = fixture.web().add();
        fixture.browserSession.set(fixture.session("77"));

        Response answer = fixture.get(AuthorizeEndpoint.PATH, ProviderFixture.authorization(client, "prompt", "none"));

        assertThat(location(header(answer, "Location"))).containsEntry("error", "access_denied");
    }

    @Test
    void theApplicationsOfAnInactiveProjectAreNoClients() {
        String client = fixture.web().add();
        String api = fixture.api();
        Response tokens = fixture.redeem(client, fixture.code(client));
        administrator.send(
                acme, "DeactivateProject", DeactivateProjectRequest.newBuilder().setId(PROJECT));

        assertThat(fixture.get(AuthorizeEndpoint.PATH, ProviderFixture.authorization(client))
                        .status())
                .isEqualTo(400);
        assertThat(json(fixture.refresh(client, text(tokens, "refresh_token"))))
                .containsEntry("error", "invalid_client");
        assertThat(json(fixture.post(IntrospectEndpoint.PATH, Map.of("token", "t"), basic(api, "s3cret"))))
                .containsEntry("error", "invalid_client");
    }
}
