package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Parameters;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    private static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static final String CHALLENGE = "IdFsue1MJJJtybEPX0invmHHuW1I7Ai5LXVlXpENjsk";
    private static final String PAGE = "https://login.example.com/in/";
    private static final String REDIRECT = "https://app.example.com/cb";

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
        String provider = "{'name':'Work','issuer':'" + op.issuer() + "','clientId':'" + TestProvider.CLIENT
                + "','clientSecret':'" + TestProvider.SECRET + "','providerOptions':{'isCreationAllowed':true}}";
        idp = server.admin("POST", "/admin/v1/idps/generic_oidc", provider).ok().text("id");
        betas = server.call(server.administrator, beta, "POST", "/management/v1/idps/generic_oidc", provider)
                .ok()
                .text("id");
        server.admin("POST", "/admin/v1/policies/login/idps", "{'idpId':'" + idp + "'}")
                .ok();
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
        Pages pages = new Pages();

        assertThat(pages.signIn("", List.of("admins"))).contains("\"admin\"");
        String alice = grants().getFirst();
        Answer forecast = server.admin(
                        "POST", path(idp) + "/_test", "{'userId':'" + alice + "','claims':{'groups':['none']}}")
                .ok();
        assertThat(forecast.body().getAsJsonArray("taken").toString()).contains("\"roleKey\":\"admin\"");
        assertThat(forecast.body().has("given")).isFalse();

        assertThat(pages.signIn(alice, List.of("none"))).doesNotContain("\"admin\"");
        assertThat(grants()).isEmpty();
    }

    /** Sign-in pages of somebody else's, and an application. */
    private final class Pages {
        private final String client;
        private final Robot page = server.robot("page");

        Pages() {
            server.admin("POST", "/admin/v1/members", "{'userId':'" + page.id() + "','roles':['IAM_LOGIN_CLIENT']}")
                    .ok();
            client = server.admin(
                            "POST",
                            "/management/v1/projects/" + shop + "/apps/oidc",
                            "{'name':'web','redirectUris':['" + REDIRECT + "'],"
                                    + "'responseTypes':['OIDC_RESPONSE_TYPE_CODE'],"
                                    + "'grantTypes':['OIDC_GRANT_TYPE_AUTHORIZATION_CODE'],"
                                    + "'appType':'OIDC_APP_TYPE_USER_AGENT',"
                                    + "'authMethodType':'OIDC_AUTH_METHOD_TYPE_NONE',"
                                    + "'loginVersion':{'loginV2':{'baseUri':'" + PAGE + "'}}}")
                    .ok()
                    .text("clientId");
        }

        private Answer call(String method, String path, String body) {
            return server.call(page.token(), "", method, path, body);
        }

        /**
         * Signs in and goes back to the application.
         *
         * @param user empty for somebody new
         * @return what userinfo says
         */
        String signIn(String user, List<String> groups) {
            Map<String, Object> alice = TestProvider.alice();
            alice.put("groups", groups);
            op.person = alice;
            String request = parameter(server.location("/oauth/v2/authorize", ask()), "authRequest");
            URI there = URI.create(call(
                            "POST",
                            "/v2/idp_intents",
                            "{'idpId':'" + idp + "','urls':{'successUrl':'" + PAGE + "','failureUrl':'" + PAGE + "'}}")
                    .ok()
                    .text("authUrl"));
            URI back = server.location("/idps/callback", op.agree(there));
            String intent = parameter(back, "id");
            String token = parameter(back, "token");
            String id = user.isEmpty() ? create(intent, token) : user;
            Answer session = call(
                    "POST",
                    "/v2/sessions",
                    "{'checks':{'user':{'userId':'" + id + "'},'idpIntent':{'idpIntentId':'" + intent
                            + "','idpIntentToken':'" + token + "'}}}");
            String url = call(
                            "POST",
                            "/v2/oidc/auth_requests/" + request,
                            "{'session':{'sessionId':'" + session.text("sessionId") + "','sessionToken':'"
                                    + session.text("sessionToken") + "'}}")
                    .ok()
                    .text("callbackUrl");
            return userinfo(parameter(URI.create(url), "code"));
        }

        private String create(String intent, String token) {
            String wanted = call("POST", "/v2/idp_intents/" + intent, "{'idpIntentToken':'" + token + "'}")
                    .ok()
                    .body()
                    .getAsJsonObject("addHumanUser")
                    .toString();
            return call("POST", "/v2/users/human", wanted).text("userId");
        }

        private String userinfo(String code) {
            String token = server.post(
                            "/oauth/v2/token",
                            Map.of(
                                    "grant_type", "authorization_code",
                                    "code", code,
                                    "redirect_uri", REDIRECT,
                                    "client_id", client,
                                    "code_verifier", VERIFIER))
                    .ok()
                    .text("access_token");
            return server.call(token, "", "GET", "/oidc/v1/userinfo", "")
                    .ok()
                    .body()
                    .toString();
        }

        private Map<String, String> ask() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("client_id", client);
            parameters.put("redirect_uri", REDIRECT);
            parameters.put("response_type", "code");
            parameters.put("scope", "openid urn:zitadel:iam:org:project:role:admin");
            parameters.put("code_challenge", CHALLENGE);
            parameters.put("code_challenge_method", "S256");
            return parameters;
        }

        private static String parameter(URI address, String name) {
            return Parameters.parse(address.getRawQuery()).first(name).orElseThrow();
        }
    }
}
