package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has a role on a project or project grant may do what the role says there, and nothing anywhere else. */
class ProjectAdministrationTest {
    private static final String MANAGEMENT = "/management/v1/";

    private ApiInProcess server;
    private String beta;
    private String shop;
    private String other;
    private String grant;
    private Robot robot;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        server = new ApiInProcess(data);
        beta = admin("POST", "orgs", "{'name':'Beta'}").ok().text("id");
        shop = project("Shop");
        other = project("Other");
        grant = admin("POST", "projects/" + shop + "/grants", "{'grantedOrgId':'" + beta + "'}")
                .ok()
                .text("grantId");
        robot = server.robot("robot");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private Answer admin(String method, String path, String body) {
        return server.admin(method, MANAGEMENT + path, body);
    }

    private Answer robot(String method, String path, String body) {
        return server.call(robot.token(), "", method, MANAGEMENT + path, body);
    }

    private Answer robotAboutBeta(String method, String path, String body) {
        return server.call(robot.token(), beta, method, MANAGEMENT + path, body);
    }

    private String project(String name) {
        return admin("POST", "projects", "{'name':'" + name + "'}").ok().text("id");
    }

    private Answer addMember(String project, String role) {
        return admin(
                "POST", "projects/" + project + "/members", "{'userId':'" + robot.id() + "','roles':['" + role + "']}");
    }

    private Answer addGrantMember(String role) {
        return admin(
                "POST",
                "projects/" + shop + "/grants/" + grant + "/members",
                "{'userId':'" + robot.id() + "','roles':['" + role + "']}");
    }

    private String giveRole(String project, String user) {
        return admin("POST", "users/" + user + "/grants", "{'projectId':'" + project + "'}")
                .ok()
                .text("userGrantId");
    }

    // Projects

    @Test
    void aProjectsOwnerDoesWhatTheyWantWithIt() {
        addMember(shop, "PROJECT_OWNER").ok();

        robot("GET", "projects/" + shop, "").ok();
        robot("PUT", "projects/" + shop, "{'name':'Store'}").ok();
        robot("POST", "projects/" + shop + "/roles", "{'roleKey':'reader','displayName':'R'}")
                .ok();
        String app = robot("POST", "projects/" + shop + "/apps/api", "{'name':'api'}")
                .ok()
                .text("appId");
        robot("DELETE", "projects/" + shop + "/apps/" + app, "").ok();
        robot("PUT", "projects/" + shop + "/grants/" + grant, "{'roleKeys':['reader']}")
                .ok();
        robot("POST", "projects/" + shop + "/members", "{'userId':'" + robot.id() + "','roles':['PROJECT_OWNER']}")
                .refused(409, "PROJECT-PtXi1");
        robot("POST", "users/" + robot.id() + "/grants", "{'projectId':'" + shop + "','roleKeys':['reader']}")
                .ok();
        robot("DELETE", "projects/" + shop, "").ok();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET    | projects/{p}                       |                             | AUTH-3jknH",
                "PUT    | projects/{p}                       | {'name':'Mine'}             | AUTH-3jknH",
                "DELETE | projects/{p}                       |                             | AUTH-3jknH",
                "POST   | projects/{p}/roles                 | {'roleKey':'r','displayName':'R'} | AUTH-3jknH",
                "POST   | projects/{p}/apps/api              | {'name':'api'}              | AUTH-3jknH",
                "POST   | projects/{p}/apps/_search          | {}                          | AUTH-3jknH",
                "POST   | projects/{p}/members/_search       | {}                          | AUTH-3jknH",
                "POST   | projects/{p}/members               | {'userId':'1','roles':['PROJECT_OWNER']} | AUTH-3jknH",
                "POST   | projects/{p}/grants                | {'grantedOrgId':'1'}        | AUTH-3jknH",
                "POST   | projects/{p}/grants/_search        | {}                          | AUTH-3jknH",
                "POST   | projects/{p}/grants/1/members      | {'userId':'1','roles':['PROJECT_GRANT_OWNER']} | AUTH-3jknH",
                "POST   | users/1/grants                     | {'projectId':'{p}'}         | AUTH-3jknH",
                "POST   | projects                           | {'name':'New'}              | AUTH-5mWD2",
                "POST   | users/machine                      | {'userName':'x','name':'x'} | AUTH-5mWD2",
                "POST   | users/1/pats/_search               | {}                          | AUTH-3jknH",
                "GET    | policies/login                     |                             | AUTH-3jknH",
                "POST   | orgs/me/members/_search            | {}                          | AUTH-5mWD2",
                "DELETE | orgs/me                            |                             | AUTH-5mWD2",
            })
    void aProjectsOwnerMayDoNothingElsewhere(String method, String path, String body, String id) {
        addMember(shop, "PROJECT_OWNER").ok();

        robot(method, path.replace("{p}", other), body == null ? "" : body.replace("{p}", other))
                .refused(403, id);
    }

    @Test
    void anOwnersOtherProjectCannotBeReachedThroughTheirOwn() {
        String app = admin("POST", "projects/" + other + "/apps/api", "{'name':'api'}")
                .ok()
                .text("appId");
        String foreign = admin("POST", "projects/" + other + "/grants", "{'grantedOrgId':'" + beta + "'}")
                .ok()
                .text("grantId");
        addMember(shop, "PROJECT_OWNER").ok();

        assertThat(robot("DELETE", "projects/" + shop + "/apps/" + app, "").status())
                .isEqualTo(404);
        assertThat(robot("DELETE", "projects/" + shop + "/grants/" + foreign, "")
                        .status())
                .isEqualTo(404);
        robot(
                        "POST",
                        "projects/" + shop + "/grants/" + foreign + "/members",
                        "{'userId':'" + robot.id() + "','roles':['PROJECT_GRANT_OWNER']}")
                .refused(404, "PROJECT-Gm7nf");
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        addMember(shop, "PROJECT_OWNER_VIEWER").ok();

        robot("GET", "projects/" + shop, "").ok();
        robot("PUT", "projects/" + shop, "{'name':'Mine'}").refused(403, "AUTH-5mWD2");
    }

    @Test
    void listsShowWhatTheCallerHasARoleOn() {
        String given = giveRole(shop, robot.id());
        giveRole(other, robot.id());
        admin("POST", "projects/" + other + "/grants", "{'grantedOrgId':'" + beta + "'}")
                .ok();
        addMember(shop, "PROJECT_OWNER").ok();

        assertThat(robot("POST", "projects/_search", "{}").ok().results("id")).containsExactly(shop);
        assertThat(robot("POST", "projectgrants/_search", "{}").ok().results("grantId"))
                .containsExactly(grant);
        assertThat(robot("POST", "users/grants/_search", "{}").ok().results("id"))
                .containsExactly(given);
        assertThat(admin("POST", "projects/_search", "{}").ok().results("id")).contains(shop, other);
    }

    @Test
    void rolesOfUsersAreChangedOnTheOwnProjectOnly() {
        String own = giveRole(shop, robot.id());
        String foreign = giveRole(other, robot.id());
        addMember(shop, "PROJECT_OWNER").ok();
        String grants = "users/" + robot.id() + "/grants/";

        robot("GET", grants + own, "").ok();
        robot("POST", grants + own + "/_deactivate", "{}").ok();
        robot("GET", grants + foreign, "").refused(403, "EVENT-Shu7e");
        robot("PUT", grants + foreign, "{}").refused(403, "EVENT-Shu7e");
        robot("DELETE", grants + foreign, "").refused(403, "EVENT-Shu7e");
        robot("DELETE", "user_grants/_bulk", "{'grantId':['" + own + "','" + foreign + "']}")
                .refused(403, "EVENT-Shu7e");
        robot("DELETE", grants + own, "").ok();
    }

    @Test
    void aRoleCountsInTheProjectsOrganizationOnly() {
        addMember(shop, "PROJECT_OWNER").ok();

        robotAboutBeta("GET", "projects/" + shop, "").refused(403, "AUTHZ-cdgFk");
    }

    @Test
    void whatIsTakenOrChangedCountsAtOnce() {
        addMember(shop, "PROJECT_OWNER").ok();
        String member = "projects/" + shop + "/members/" + robot.id();

        admin("PUT", member, "{'roles':['PROJECT_OWNER_VIEWER']}").ok();
        robot("PUT", "projects/" + shop, "{'name':'Mine'}").refused(403, "AUTH-5mWD2");
        admin("DELETE", member, "").ok();
        robot("GET", "projects/" + shop, "").refused(403, "AUTHZ-cdgFk");
        admin("DELETE", member, "").refused(404, "PROJECT-D8JxR");
    }

    @Test
    void whoMayOnlyAddProjectsOwnsThose() {
        admin("POST", "orgs/me/members", "{'userId':'" + robot.id() + "','roles':['ORG_PROJECT_CREATOR']}")
                .ok();
        assertThat(robot("POST", "projects/_search", "{}").ok().results("id")).isEmpty();

        String made = robot("POST", "projects", "{'name':'Mine'}").ok().text("id");

        assertThat(robot("POST", "projects/_search", "{}").ok().results("id")).containsExactly(made);
        robot("PUT", "projects/" + made, "{'name':'Ours'}").ok();
        robot("GET", "projects/" + shop, "").refused(403, "AUTH-3jknH");
    }

    // Project grants

    @Test
    void aGrantsOwnerGivesItsRolesOnInTheOrganizationThatHasIt() {
        addGrantMember("PROJECT_GRANT_OWNER").ok();
        String body = "{'projectId':'" + shop + "','projectGrantId':'" + grant + "'}";

        assertThat(robotAboutBeta("POST", "granted_projects/_search", "{}").ok().results("grantId"))
                .containsExactly(grant);
        robotAboutBeta("GET", "granted_projects/" + shop + "/grants/" + grant, "")
                .ok();
        String given = robotAboutBeta("POST", "users/" + robot.id() + "/grants", body)
                .ok()
                .text("userGrantId");
        assertThat(robotAboutBeta("POST", "users/grants/_search", "{}").ok().results("id"))
                .containsExactly(given);
        robotAboutBeta("POST", "projects/_search", "{}").ok();
        robot("POST", "projects/_search", "{}").refused(403, "AUTHZ-cdgFk");
    }

    @Test
    void bothOrganizationsSayWhoAdministersAGrant() {
        String members = "projects/" + shop + "/grants/" + grant + "/members";
        String body = "{'userId':'" + robot.id() + "','roles':['PROJECT_GRANT_OWNER_VIEWER']}";
        admin("POST", members, body).ok();

        Answer listed = server.call(server.administrator, beta, "POST", MANAGEMENT + members + "/_search", "{}")
                .ok();
        assertThat(listed.results("userId")).containsExactly(robot.id());
        server.call(server.administrator, beta, "DELETE", MANAGEMENT + members + "/" + robot.id(), "")
                .ok();
        admin("DELETE", members + "/" + robot.id(), "").refused(404, "PROJECT-37fug");
    }

    // What goes along, and what is refused

    @Test
    void aMembershipGoesWithItsProjectGrantAndUser() {
        addMember(shop, "PROJECT_OWNER").ok();
        addMember(other, "PROJECT_OWNER").ok();
        addGrantMember("PROJECT_GRANT_OWNER").ok();
        assertThat(memberships()).hasSize(3);

        admin("DELETE", "projects/" + shop + "/grants/" + grant, "").ok();
        assertThat(memberships()).containsExactly("Shop", "Other");
        admin("DELETE", "projects/" + shop, "").ok();
        assertThat(memberships()).containsExactly("Other");
        assertThat(admin("POST", "users/" + robot.id() + "/memberships/_search", "{}")
                        .ok()
                        .results("projectId"))
                .containsExactly(other);
        server.call(server.administrator, beta, "DELETE", MANAGEMENT + "orgs/me", "")
                .ok();
        assertThat(memberships()).containsExactly("Other");
    }

    private List<String> memberships() {
        return server.call(robot.token(), "", "POST", "/auth/v1/memberships/me/_search", "{}")
                .ok()
                .results("displayName");
    }

    @ParameterizedTest
    @CsvSource({
        "projects/{p}/members,          ORG_OWNER,           400, PROJECT-3m9ds",
        "projects/{p}/members,          PROJECT_GRANT_OWNER, 400, PROJECT-3m9ds",
        "projects/{p}/members,          KING,                400, PROJECT-3m9ds",
        "projects/{p}/grants/{g}/members, PROJECT_OWNER,     400, PROJECT-m9gKK",
        "projects/17/members,           PROJECT_OWNER,       404, PROJECT-Pm4nf",
        "projects/17/grants/{g}/members, PROJECT_GRANT_OWNER, 404, PROJECT-Gm7nf",
        "orgs/me/members,               PROJECT_OWNER,       400, Org-4N8es",
    })
    void aRoleBelongsToOneKindOfResource(String path, String role, int status, String id) {
        admin(
                        "POST",
                        path.replace("{p}", shop).replace("{g}", grant),
                        "{'userId':'" + robot.id() + "','roles':['" + role + "']}")
                .refused(status, id);
    }

    @Test
    void aMemberIsAUser() {
        admin("POST", "projects/" + shop + "/members", "{'userId':'17','roles':['PROJECT_OWNER']}")
                .refused(400, "COMMAND-9Hfgh");
    }

    @Test
    void theRolesThatCanBeGivenAreListed() {
        assertThat(admin("POST", "projects/members/roles/_search", "").ok().results(""))
                .containsExactly(
                        "PROJECT_OWNER", "PROJECT_OWNER_VIEWER", "PROJECT_OWNER_GLOBAL", "PROJECT_OWNER_VIEWER_GLOBAL");
        assertThat(admin("POST", "projects/grants/members/roles/_search", "")
                        .ok()
                        .results(""))
                .containsExactly("PROJECT_GRANT_OWNER", "PROJECT_GRANT_OWNER_VIEWER");
        assertThat(admin("POST", "orgs/members/roles/_search", "").ok().results(""))
                .startsWith("ORG_OWNER", "ORG_USER_MANAGER")
                .allMatch(role -> role.startsWith("ORG_"));
        assertThat(server.admin("POST", "/admin/v1/members/roles/_search", "")
                        .ok()
                        .body()
                        .getAsJsonArray("roles"))
                .hasSize(7);
    }
}
