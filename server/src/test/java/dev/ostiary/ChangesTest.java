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

/** Lists of what happened to one resource, and calls that read one thing of a machine user. */
class ChangesTest {
    private static final String MANAGEMENT = "/management/v1/";

    private ApiInProcess server;
    private String shop;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        server = new ApiInProcess(data);
        shop = admin("POST", "projects", "{'name':'Shop'}").ok().text("id");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private Answer admin(String method, String path, String body) {
        return server.admin(method, MANAGEMENT + path, body);
    }

    private static List<String> types(Answer answer) {
        return answer.ok().body().getAsJsonArray("result").asList().stream()
                .map(change -> change.getAsJsonObject()
                        .getAsJsonObject("eventType")
                        .get("key")
                        .getAsString())
                .toList();
    }

    @Test
    void theChangesOfAProjectAreListedNewestFirstWithWhoMadeThem() {
        admin("PUT", "projects/" + shop, "{'name':'Store'}").ok();
        admin("POST", "projects/" + shop + "/_deactivate", "{}").ok();

        Answer changes = admin("POST", "projects/" + shop + "/changes/_search", "");

        assertThat(types(changes))
                .containsExactly(
                        "EventTypes.project.deactivated", "EventTypes.project.changed", "EventTypes.project.added");
        assertThat(changes.results("editorDisplayName")).containsOnly("First machine user");
        assertThat(changes.results("editorPreferredLoginName")).containsOnly("admin-machine");
        assertThat(changes.results("resourceOwnerId")).containsOnly(server.organization);
    }

    @Test
    void changesOfApplicationsAndProjectGrantsAreListed() {
        String app = admin("POST", "projects/" + shop + "/apps/api", "{'name':'api'}")
                .ok()
                .text("appId");
        String beta = admin("POST", "orgs", "{'name':'Beta'}").ok().text("id");
        String grant = admin("POST", "projects/" + shop + "/grants", "{'grantedOrgId':'" + beta + "'}")
                .ok()
                .text("grantId");
        String ofGrant = "projects/" + shop + "/grants/" + grant + "/changes/_search";

        assertThat(types(admin("POST", "projects/" + shop + "/apps/" + app + "/changes/_search", "")))
                .containsExactly("EventTypes.project.application.config.api.added");
        assertThat(types(admin("POST", ofGrant, ""))).containsExactly("EventTypes.project.grant.added");
        assertThat(types(server.call(server.administrator, beta, "POST", MANAGEMENT + ofGrant, "")))
                .containsExactly("EventTypes.project.grant.added");
    }

    @Test
    void whatIsNotTheOrganizationsHasNoChanges() {
        String beta = admin("POST", "orgs", "{'name':'Beta'}").ok().text("id");

        server.call(server.administrator, beta, "POST", MANAGEMENT + "projects/" + shop + "/changes/_search", "")
                .refused(404, "QUERY-FpQqK");
        admin("POST", "projects/" + shop + "/apps/17/changes/_search", "").refused(404, "QUERY-FpQqK");
        admin("POST", "projects/" + shop + "/grants/17/changes/_search", "").refused(404, "QUERY-FpQqK");
    }

    @Test
    void aMachineIsRenamedOnce() {
        Robot robot = server.robot("robot");
        String body = "{'name':'Arm','description':'lifts','accessTokenType':'ACCESS_TOKEN_TYPE_JWT'}";

        Answer first = admin("PUT", "users/" + robot.id() + "/machine", body).ok();
        Answer second = admin("PUT", "users/" + robot.id() + "/machine", body).ok();

        assertThat(second.text("details.sequence")).isEqualTo(first.text("details.sequence"));
        Answer read = server.admin("GET", "/v2/users/" + robot.id(), "").ok();
        assertThat(read.text("user.machine.name")).isEqualTo("Arm");
        assertThat(read.text("user.machine.description")).isEqualTo("lifts");
        assertThat(read.text("user.machine.accessTokenType")).isEqualTo("ACCESS_TOKEN_TYPE_JWT");
        admin("PUT", "users/" + robot.id() + "/machine", "{'name':' '}").refused(400, "COMMAND-bm9Ds");
        admin("PUT", "users/17/machine", "{'name':'x'}").refused(400, "COMMAND-x0010n");
    }

    @Test
    void oneKeyOrTokenOfAMachineIsRead() {
        Robot robot = server.robot("robot");
        String user = "users/" + robot.id();
        String key =
                admin("POST", user + "/keys", "{'type':'KEY_TYPE_JSON'}").ok().text("keyId");
        String token = admin("POST", user + "/pats", "{}").ok().text("tokenId");

        assertThat(admin("GET", user + "/keys/" + key, "").ok().text("key.id")).isEqualTo(key);
        assertThat(admin("GET", user + "/pats/" + token, "").ok().text("token.id"))
                .isEqualTo(token);
        admin("GET", user + "/keys/" + token, "").refused(404, "QUERY-Tha6f");
        admin("GET", user + "/pats/" + key, "").refused(404, "QUERY-fRunu");
    }
}
