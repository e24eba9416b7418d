package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Parameters;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls about claim rules, who may make them, and what an application sees of it. */
class ClaimRulesTest {
    private TestProvider op;
    private ApiInProcess server;
    private String beta;
    private String shop;
    private String foreign;
    private String idp;
    private String betas;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        op = new TestProvider(InstantSource.system());
        server = new ApiInProcess(data);
        beta = server.admin("POST", "/management/v1/orgs", "{'name':'Beta'}")
                .ok()
                .text("id");
        shop = project("");
        foreign = project(beta);
        String options = "{'isCreationAllowed':true}";
        idp = server.offered(op, options);
        betas = admin(beta, "POST", "/management/v1/idps/generic_oidc", ApiInProcess.openId(op, options))
                .ok()
                .text("id");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        op.close();
    }

    private String project(String organization) {
        String id = admin(organization, "POST", "/management/v1/projects", "{'name':'Shop'}")
                .ok()
                .text("id");
        admin(
                        organization,
                        "POST",
                        "/management/v1/projects/" + id + "/roles",
                        "{'roleKey':'admin','displayName':'Admin'}")
                .ok();
        return id;
    }

    private Answer admin(String organization, String method, String path, String body) {
        return server.call(server.administrator, organization, method, path, body);
    }

    /** Somebody with a role in an organization. */
    private Robot member(String organization, String role) {
        Robot robot = server.robot(role.toLowerCase(Locale.ROOT));
        admin(
                        organization,
                        "POST",
                        "/management/v1/orgs/me/members",
                        "{'userId':'" + robot.id() + "','roles':['" + role + "']}")
                .ok();
        return robot;
    }

    private static String path(String provider) {
        return "/ostiary/v1/idps/" + provider + "/claim_rules";
    }

    private static String rules(String... rules) {
        return "{'rules':[" + String.join(",", rules) + "]}";
    }

    private static String onProject(String project) {
        return "{'claim':['groups'],'condition':{'comparison':'CLAIM_COMPARISON_EQUALS','value':'admins'},"
                + "'projectRole':{'projectId':'" + project + "','roleKey':'admin'}}";
    }

    private static String inOrganization(String organization, String role) {
        return "{'claim':['groups'],'organizationRole':{'organizationId':'" + organization + "','role':'" + role
                + "'}}";
    }

    private static String nickname(String claim) {
        return "{'claim':['" + claim + "'],'profileField':'CLAIM_PROFILE_FIELD_NICK_NAME'}";
    }

    private Answer set(String provider, String body) {
        return server.admin("PUT", path(provider), body);
    }

    private Answer set(Robot robot, String provider, String body) {
        return server.call(robot.token(), beta, "PUT", path(provider), body);
    }

    @Test
    void rulesAreReplacedAsAWholeAndReadAsTheyWereSet() {
        assertThat(server.admin("GET", path(idp), "").ok().body().has("rules")).isFalse();
        set(idp, rules(onProject(shop), inOrganization(beta, "ORG_OWNER"), nickname("nick")))
                .ok();

        Answer read = server.admin("GET", path(idp), "").ok();
        assertThat(read.text("issuer")).isEqualTo(op.issuer());
        JsonArray rules = read.body().getAsJsonArray("rules");
        assertThat(rules).hasSize(3);
        assertThat(rules.get(0).toString())
                .contains("\"organizationId\":\"" + server.organization + "\"", "CLAIM_COMPARISON_EQUALS");
        set(idp, "{\"rules\":" + rules + "}").ok();
        assertThat(server.admin("GET", path(idp), "").body()).isEqualTo(read.body());

        set(idp, "{}").ok();
        assertThat(server.admin("GET", path(idp), "").ok().body().has("rules")).isFalse();
        Answer events =
                server.admin("POST", "/admin/v1/events/_search", "{'eventTypes':['claim_rules.set'],'limit':10}");
        assertThat(events.ok().body().getAsJsonArray("events")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'claim':['a']}                                          | RULE-Tn5et",
                "{'claim':[],'metadataKey':'m'}                           | ",
                "{'claim':[''],'metadataKey':'m'}                         | ",
                "{'claim':['a'],'metadataKey':''}                         | ",
                "{'claim':['a'],'profileField':0}                         | ",
                "{'claim':['a'],'profileField':9}                         | ",
                "{'claim':['a'],'condition':{'value':'x'},'metadataKey':'m'} | ",
                "{'claim':['a'],'condition':{'comparison':1},'metadataKey':'m'} | ",
                "{'claim':['a'],'projectRole':{'projectId':'1','roleKey':'admin'}} | COMMAND-3n77S",
                "{'claim':['a'],'projectRole':{'projectId':'{shop}','roleKey':'none'}} | COMMAND-mm9F4",
                "{'claim':['a'],'projectRole':{'projectId':'{shop}','projectGrantId':'1','roleKey':'admin'}} | COMMAND-3n77S",
                "{'claim':['a'],'organizationRole':{'role':'ORG_OWNER'}}  | RULE-Oi4ds",
                "{'claim':['a'],'organizationRole':{'organizationId':'1','role':'ORG_OWNER'}} | RULE-Og8nf",
                "{'claim':['a'],'organizationRole':{'organizationId':'{beta}','role':'IAM_OWNER'}} | Org-4N8es",
            })
    void whatIsNoRuleIsRefusedAndChangesNothing(String rule, String id) {
        Answer answer =
                set(idp, rules(nickname("nick"), rule.replace("{shop}", shop).replace("{beta}", beta)));

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).contains(id == null ? "" : "(" + id + ")");
        assertThat(server.admin("GET", path(idp), "").body().has("rules")).isFalse();
    }

    @Test
    void moreThanAHundredRulesAreRefused() {
        String[] many = new String[101];
        Arrays.fill(many, nickname("nick"));

        assertThat(set(idp, rules(many)).status()).isEqualTo(400);
    }

    @Test
    void whoMayNotGiveARoleMayNotLetARuleGiveIt() {
        Robot settings = member(beta, "ORG_SETTINGS_MANAGER");
        set(settings, betas, rules(nickname("nick"))).ok();

        set(settings, betas, rules(onProject(foreign))).refused(403, "RULE-Nr3gv");
        set(settings, betas, rules(inOrganization("", "ORG_OWNER"))).refused(403, "RULE-Nr3gv");
        server.call(
                        settings.token(),
                        beta,
                        "POST",
                        path(betas) + "/_test",
                        "{'rules':" + rules(onProject(foreign)) + "}")
                .refused(403, "RULE-Nr3gv");
        assertThat(server.admin("GET", path(betas), "").body().toString()).contains("NICK_NAME");
    }

    @Test
    void whoMayNotGiveARoleLeavesTheRulesThatGiveItAsTheyAre() {
        Robot settings = member(beta, "ORG_SETTINGS_MANAGER");
        set(betas, rules(onProject(foreign))).ok();

        set(settings, betas, rules(nickname("nick"), onProject(foreign))).ok();
        set(settings, betas, rules(onProject(foreign).replace("EQUALS", "CONTAINS")))
                .refused(403, "RULE-Nr3gv");
        server.call(
                        settings.token(),
                        beta,
                        "PUT",
                        "/management/v1/idps/generic_oidc/" + betas,
                        "{'name':'Work','issuer':'https://evil.example.com','clientId':'c'}")
                .ok();
        set(settings, betas, rules(onProject(foreign))).refused(403, "RULE-Nr3gv");
        set(betas, rules(onProject(foreign))).ok();
    }

    @Test
    void anOrganizationsProviderGivesNothingOfOthers() {
        Robot owner = member(beta, "ORG_OWNER");
        set(owner, betas, rules(onProject(foreign), inOrganization("", "ORG_USER_MANAGER")))
                .ok();

        set(owner, betas, rules(onProject(shop))).refused(400, "COMMAND-3n77S");
        set(betas, rules(onProject(shop))).refused(400, "COMMAND-3n77S");
        set(owner, betas, rules(inOrganization(server.organization, "ORG_OWNER")))
                .refused(400, "RULE-Og8nf");
        assertThat(set(owner, idp, rules(nickname("nick"))).status()).isEqualTo(403);
        assertThat(server.call(owner.token(), beta, "GET", path(idp), "").status())
                .isEqualTo(403);
    }

    @Test
    void whoMayDoNothingSeesAndChangesNothing() {
        Robot nobody = server.robot("nobody");

        assertThat(server.call(nobody.token(), "", "GET", path(idp), "").status())
                .isEqualTo(403);
        assertThat(server.call(nobody.token(), "", "PUT", path(idp), "{}").status())
                .isEqualTo(403);
        assertThat(server.call(nobody.token(), "", "POST", path(idp) + "/_test", "{}")
                        .status())
                .isEqualTo(403);
        server.admin("GET", path("1"), "").refused(404, "RULE-Ip4nf");
    }

    @Test
    void aTestSaysWhatWouldHappenAndDoesNothing() {
        set(idp, rules(onProject(shop), nickname("level"), nickname("nick"))).ok();

        Answer tested = server.admin("POST", path(idp) + "/_test", "{'claims':{'groups':['admins'],'level':7}}")
                .ok();

        assertThat(tested.body().getAsJsonArray("findings").toString())
                .contains("{\"rule\":1,\"holds\":true,\"detail\":\"gives the role admin on project " + shop + "\"}")
                .contains("{\"rule\":3,\"detail\":\"the claim is not there, or has no value\"}");
        assertThat(tested.body().getAsJsonArray("profile").toString())
                .isEqualTo("[{\"field\":\"CLAIM_PROFILE_FIELD_NICK_NAME\",\"value\":\"7\",\"rule\":2}]");
        assertThat(tested.body().getAsJsonArray("given").toString())
                .contains("\"roleKey\":\"admin\"")
                .contains("\"rule\":1");
        Answer others = server.admin(
                        "POST",
                        path(idp) + "/_test",
                        "{'claims':{'groups':['admins']},'rules':"
                                + rules("{'claim':['groups'],'metadataKey':'groups'}") + "}")
                .ok();
        assertThat(others.text("metadata.groups")).isEqualTo("[\"admins\"]");
        assertThat(server.admin("GET", path(idp), "").body().getAsJsonArray("rules"))
                .hasSize(3);
        assertThat(grants()).isEmpty();
    }

    private List<String> grants() {
        return admin("", "POST", "/management/v1/users/grants/_search", "{}")
                .ok()
                .results("userId");
    }

    @Test
    void anApplicationSeesTheRoleThatAGroupGivesAndNoLongerWhenItDoesNot() {
        set(idp, rules(onProject(shop))).ok();
        PageElsewhere page = new PageElsewhere(server, shop);

        assertThat(signIn(page, "", List.of("admins"))).contains("\"admin\"");
        String alice = grants().getFirst();
        Answer forecast = server.admin(
                        "POST", path(idp) + "/_test", "{'userId':'" + alice + "','claims':{'groups':['none']}}")
                .ok();
        assertThat(forecast.body().getAsJsonArray("taken").toString()).contains("\"roleKey\":\"admin\"");
        assertThat(forecast.body().has("given")).isFalse();

        assertThat(signIn(page, alice, List.of("none"))).doesNotContain("\"admin\"");
        assertThat(grants()).isEmpty();
    }

    /**
     * Signs in and goes back to the application.
     *
     * @param user empty for somebody new
     * @return what userinfo says
     */
    private String signIn(PageElsewhere page, String user, List<String> groups) {
        Map<String, Object> alice = TestProvider.alice();
        alice.put("groups", groups);
        op.person = alice;
        String request = page.ask("openid urn:zitadel:iam:org:project:role:admin");
        Answer started =
                page.start(idp, PageElsewhere.ADDRESS, PageElsewhere.ADDRESS).ok();
        Parameters brought = PageElsewhere.query(page.back(op, started));
        String id = user.isEmpty() ? create(page, brought) : user;
        Answer session = page.call(
                "POST",
                "/v2/sessions",
                "{'checks':{'user':{'userId':'" + id + "'}," + PageElsewhere.intent(brought) + "}}");
        String token = page.finish(request, session).text("access_token");
        return server.call(token, "", "GET", "/oidc/v1/userinfo", "")
                .ok()
                .body()
                .toString();
    }

    private static String create(PageElsewhere page, Parameters brought) {
        String wanted = page.retrieve(brought)
                .ok()
                .body()
                .getAsJsonObject("addHumanUser")
                .toString();
        return page.call("POST", "/v2/users/human", wanted).text("userId");
    }
}
