package dev.ostiary;

import static dev.ostiary.PageElsewhere.intent;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Parameters;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sign-in page of somebody else's signs people in through a provider, by calls alone. */
class HeadlessTest {
    private static final String SUCCESS = PageElsewhere.ADDRESS + "ok?request=7";
    private static final String FAILURE = PageElsewhere.ADDRESS + "no";

    private TestProvider op;
    private ApiInProcess server;
    private PageElsewhere page;
    private String idp;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        op = new TestProvider(InstantSource.system());
        server = new ApiInProcess(data);
        idp = server.offered(op, "{'isCreationAllowed':true,'isLinkingAllowed':true}");
        String project = server.admin("POST", "/management/v1/projects", "{'name':'Shop'}")
                .ok()
                .text("id");
        page = new PageElsewhere(server, project);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        op.close();
    }

    private Answer call(String method, String path, String body) {
        return page.call(method, path, body);
    }

    private Answer start(String success, String failure) {
        return page.start(idp, success, failure);
    }

    /** What the browser brings to the page, by name. */
    private Parameters signedInThere() {
        Answer started = start(SUCCESS, FAILURE).ok();
        assertThat(started.text("details.resourceOwner"))
                .isEqualTo(server.features.instances().all().getFirst().id());
        URI back = page.back(op, started);
        assertThat(back.toString()).startsWith(SUCCESS + "&id=");
        return PageElsewhere.query(back);
    }

    private static String checks(String user, Parameters brought) {
        return "{'checks':{'user':{'userId':'" + user + "'}," + intent(brought) + "}}";
    }

    @Test
    void somebodyNewIsSignedInToTheApplicationWithAUserOfTheirOwn() throws Exception {
        String request = page.ask("openid profile");
        Parameters brought = signedInThere();
        Answer known = page.retrieve(brought).ok();
        assertThat(known.text("idpInformation.idpId")).isEqualTo(idp);
        assertThat(known.text("idpInformation.userId")).isEqualTo("alice-there");
        assertThat(known.text("idpInformation.userName")).isEqualTo("alice");
        assertThat(known.text("idpInformation.rawInformation.family_name")).isEqualTo("Doe");
        assertThat(known.text("idpInformation.oauth.accessToken")).isEqualTo("access");
        assertThat(known.text("idpInformation.oauth.idToken")).startsWith("ey");
        assertThat(known.body().has("userId")).isFalse();
        JsonObject wanted = known.body().getAsJsonObject("addHumanUser");
        assertThat(wanted.toString()).contains("\"preferredLanguage\":\"de-CH\"", "\"isVerified\":true");

        String user = call("POST", "/v2/users/human", wanted.toString()).text("userId");
        Answer session = call("POST", "/v2/sessions", checks(user, brought));
        assertThat(session.status()).as("%s", session.body()).isEqualTo(201);
        SignedJWT idToken = SignedJWT.parse(page.finish(request, session).text("id_token"));
        assertThat(idToken.getJWTClaimsSet().getSubject()).isEqualTo(user);
        assertThat(idToken.getJWTClaimsSet().getStringListClaim("amr")).isNullOrEmpty();
        Answer read =
                call("GET", "/v2/sessions/" + session.text("sessionId"), "").ok();
        assertThat(read.text("session.factors.intent.verifiedAt")).startsWith("20");
        call("POST", "/v2/sessions", checks(user, brought)).refused(400, "COMMAND-Df4bw");
        page.retrieve(brought).refused(400, "IDP-nme4gszsvx");
        assertThat(signedInThere().first("user")).contains(user);
    }

    private String ada() {
        return server.admin(
                        "POST",
                        "/v2/users/human",
                        "{'username':'ada','profile':{'givenName':'Ada','familyName':'L'},"
                                + "'email':{'email':'ada@example.com','isVerified':true}}")
                .text("userId");
    }

    private Answer link(String user, String account) {
        return call(
                "POST",
                "/v2/users/" + user + "/links",
                "{'idpLink':{'idpId':'" + idp + "','userId':'" + account + "','userName':'alice'}}");
    }

    @Test
    void somebodyKnownIsLinkedAndGoesOnWithTheirSession() {
        String ada = ada();
        Parameters brought = signedInThere();
        call("POST", "/v2/sessions", checks(ada, brought)).refused(400, "COMMAND-O8xk3w");
        call("POST", "/v2/sessions", "{'checks':{" + intent(brought) + "}}").refused(400, "COMMAND-Sfw3r");

        assertThat(link(ada, "alice-there").ok().text("details.resourceOwner")).isEqualTo(server.organization);

        assertThat(page.retrieve(brought).ok().text("userId")).isEqualTo(ada);
        assertThat(page.retrieve(brought).body().has("addHumanUser")).isFalse();
        Answer session = call("POST", "/v2/sessions", "{'checks':{'user':{'userId':'" + ada + "'}}}");
        String path = "/v2/sessions/" + session.text("sessionId");
        call("PATCH", path, "{'checks':{" + intent(brought) + "}}").ok();
        assertThat(call("GET", path, "").ok().text("session.factors.intent.verifiedAt"))
                .startsWith("20");
    }

    @Test
    void aRefusedSessionLeavesTheWordUnused() {
        String ada = ada();
        link(ada, "alice-there").ok();
        Parameters brought = signedInThere();
        String wrong =
                "{'checks':{'user':{'userId':'" + ada + "'},'password':{'password':'wrong'}," + intent(brought) + "}}";

        assertThat(call("POST", "/v2/sessions", wrong).status()).isEqualTo(400);

        assertThat(call("POST", "/v2/sessions", checks(ada, brought)).status()).isEqualTo(201);
    }

    @Test
    void theBrowserIsSentToPagesOfApplicationsOnly() {
        for (String fine : List.of(
                "https://app.example.com/whatever", "https://login.example.com", "http://id.example.com/ui/own?a=b")) {
            start(fine, FAILURE).ok();
        }
        for (String foreign : List.of(
                "https://evil.example.com/",
                "https://app.example.com.evil.com/",
                "https://app.example.com@evil.com/",
                "https://app.example.com:444/",
                "http://app.example.com/",
                "http://id.example.com.evil.com/",
                "javascript:alert(1)")) {
            start(foreign, FAILURE).refused(400, "COMMAND-Su4rl");
            start(SUCCESS, foreign).refused(400, "COMMAND-Fu4rl");
        }
        start("/relative", FAILURE).refused(400, "COMMAND-x8j3bk");
        start(SUCCESS, "relative").refused(400, "COMMAND-x8j4bk");
    }

    @Test
    void thePagesOfAnOrganizationGetNothingFromTheProviderOfAnother() {
        String other = server.admin("POST", "/management/v1/orgs", "{'name':'Other'}")
                .ok()
                .text("id");
        String project = server.call(server.administrator, other, "POST", "/management/v1/projects", "{'name':'X'}")
                .ok()
                .text("id");
        server.call(
                        server.administrator,
                        other,
                        "POST",
                        "/management/v1/projects/" + project + "/apps/oidc",
                        "{'name':'other','redirectUris':['https://other.example.com/cb']}")
                .ok();
        String own = server.admin(
                        "POST",
                        "/management/v1/idps/generic_oidc",
                        "{'name':'Own','issuer':'" + op.issuer() + "','clientId':'c','clientSecret':'s'}")
                .ok()
                .text("id");

        page.start(own, "https://other.example.com/ok", FAILURE).refused(400, "COMMAND-Su4rl");
        page.start(own, SUCCESS, FAILURE).refused(400, "COMMAND-In6of");
        page.start(idp, "https://other.example.com/ok", "https://other.example.com/no")
                .ok();
    }

    @Test
    void whatCannotBeBegunIsRefusedAsTheContractSays() {
        call("POST", "/v2/idp_intents", "{'idpId':'" + idp + "'}").refused(501, "USERv2-S2g21");
        call(
                        "POST",
                        "/v2/idp_intents",
                        "{'idpId':'17','urls':{'successUrl':'" + SUCCESS + "','failureUrl':'" + FAILURE + "'}}")
                .refused(400, "COMMAND-as02jin");
        call("POST", "/v2/idp_intents", "{'idpId':'" + idp + "','ldap':{'username':'ada','password':'secret'}}")
                .refused(400, "IDP-9a02j2n2bh");
        call("POST", "/v2/idp_intents/17", "{'idpIntentToken':'x'}").refused(403, "CRYPTO-Swg31");
        assertThat(server.call("", "", "POST", "/v2/idp_intents", "{'idpId':'" + idp + "'}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void linksAreListedAndRemoved() {
        String ada = ada();
        link(ada, "alice-there").ok();
        link(ada, "alice-there").refused(409, "V3-DKcYh");
        link("17", "x").refused(400, "COMMAND-vzktar7b7f");
        call("POST", "/v2/users/" + ada + "/links", "{}").refused(400, "COMMAND-03j8f");
        call("POST", "/v2/users/" + ada + "/links", "{'idpLink':{'idpId':'17','userId':'x','userName':'x'}}")
                .refused(400, "COMMAND-39nf2");

        Answer listed =
                call("POST", "/v2/users/" + ada + "/links/_search", "{}").ok();
        assertThat(listed.text("details.totalResult")).isEqualTo("1");
        assertThat(listed.results("userId")).containsExactly("alice-there");
        Answer old = server.admin("POST", "/management/v1/users/" + ada + "/idps/_search", "{}")
                .ok();
        assertThat(old.results("providedUserId")).containsExactly("alice-there");
        assertThat(old.results("idpName")).containsExactly("Work");
        assertThat(old.results("idpType")).containsExactly("IDP_TYPE_OIDC");

        String path = "/v2/users/" + ada + "/links/" + idp + "/alice-there";
        call("DELETE", path, "").ok();
        call("DELETE", path, "").refused(404, "COMMAND-1M9xR");
        link(ada, "alice-there").ok();
        server.admin("DELETE", "/management/v1/users/" + ada + "/idps/" + idp + "/alice-there", "")
                .ok();
        assertThat(call("POST", "/v2/users/" + ada + "/links/_search", "{}")
                        .ok()
                        .results("userId"))
                .isEmpty();
    }

    @Test
    void nobodyLinksAnAccountJustBySayingThatItIsTheirs() {
        Robot somebody = server.robot("somebody");
        String ada = ada();
        String body = "{'idpLink':{'idpId':'" + idp + "','userId':'x','userName':'x'}}";

        server.call(somebody.token(), "", "POST", "/v2/users/" + ada + "/links", body)
                .refused(403, "AUTHZ-cdgFk");
        server.call(somebody.token(), "", "POST", "/v2/users/" + ada + "/links/_search", "{}")
                .refused(403, "AUTHZ-cdgFk");
        server.call(somebody.token(), "", "POST", "/auth/v1/users/me/idps/_search", "{}")
                .ok();
        server.call(somebody.token(), "", "DELETE", "/auth/v1/users/me/idps/" + idp + "/x", "")
                .refused(404, "COMMAND-1M9xR");
    }

    private List<String> offered(String query) {
        Answer listed = call("GET", "/v2/settings/login/idps" + query, "").ok();
        JsonArray all = listed.body().has("identityProviders")
                ? listed.body().getAsJsonArray("identityProviders")
                : new JsonArray();
        return all.asList().stream()
                .map(each -> each.getAsJsonObject().get("id").getAsString())
                .toList();
    }

    @Test
    void thePageLearnsWhichProvidersToOffer() {
        assertThat(offered("")).containsExactly(idp);
        assertThat(offered("?ctx.instance=true")).containsExactly(idp);
        assertThat(offered("?ctx.orgId=" + server.organization)).containsExactly(idp);
        assertThat(offered("?creationAllowed=true&linkingAllowed=true&autoLinking=false&autoCreation=false"))
                .containsExactly(idp);
        for (String other :
                List.of("creationAllowed=false", "linkingAllowed=false", "autoLinking=true", "autoCreation=true")) {
            assertThat(offered("?" + other)).as(other).isEmpty();
        }
        Answer listed = call("GET", "/v2/settings/login/idps?ctx.instance=true", "");
        assertThat(listed.body().getAsJsonArray("identityProviders").toString())
                .contains("\"name\":\"Work\"", "IDENTITY_PROVIDER_TYPE_OIDC", "\"isLinkingAllowed\":true");
        server.admin("DELETE", "/admin/v1/policies/login/idps/" + idp, "").ok();
        assertThat(offered("")).isEmpty();
        start(SUCCESS, FAILURE).refused(400, "COMMAND-In6of");
    }

    @Test
    void thePageLearnsWhatTheLoginPolicyAllows() {
        Answer settings = call("GET", "/v2/settings/login", "").ok();

        assertThat(settings.text("settings.allowExternalIdp")).isEqualTo("true");
        assertThat(settings.text("settings.passkeysType")).isEqualTo("PASSKEYS_TYPE_ALLOWED");
        assertThat(settings.text("settings.passwordCheckLifetime")).isEqualTo("864000s");
        assertThat(settings.text("settings.resourceOwnerType")).isEqualTo("RESOURCE_OWNER_TYPE_INSTANCE");
        assertThat(settings.body().getAsJsonObject("settings").getAsJsonArray("secondFactors"))
                .hasToString("[\"SECOND_FACTOR_TYPE_OTP\",\"SECOND_FACTOR_TYPE_U2F\"]");
    }
}
