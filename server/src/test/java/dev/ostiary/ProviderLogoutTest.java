package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Parameters;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators see and set of logout at providers, and sessions that calls have begun. */
class ProviderLogoutTest {
    private ApiInProcess api;
    private TestProvider op;
    private String idp;

    @BeforeEach
    void open(@TempDir Path data) throws Exception {
        op = new TestProvider(InstantSource.system());
        api = new ApiInProcess(data);
        idp = add("/admin/v1/idps/generic_oidc");
    }

    @AfterEach
    void close() throws Exception {
        api.close();
        op.close();
    }

    private String add(String path) {
        return api.admin("POST", path, ApiInProcess.openId(op, "{'isLinkingAllowed':true}"))
                .ok()
                .text("id");
    }

    private static String path(String provider) {
        return "/ostiary/v1/idps/" + provider + "/logout";
    }

    private boolean isOn(String provider) {
        return api.admin("GET", path(provider), "").ok().body().has("federatedLogoutEnabled");
    }

    private int events() {
        return api.admin("POST", "/admin/v1/events/_search", "{'aggregateTypes':['idp_logout'],'limit':10}")
                .ok()
                .body()
                .getAsJsonArray("events")
                .size();
    }

    @Test
    void itIsOffUntilItIsSwitchedOn() {
        assertThat(isOn(idp)).isFalse();

        api.admin("PUT", path(idp), "{'federatedLogoutEnabled':true}").ok();
        api.admin("PUT", path(idp), "{'federatedLogoutEnabled':true}").ok();

        assertThat(isOn(idp)).isTrue();
        assertThat(events()).as("setting what is set writes nothing").isEqualTo(1);
        api.admin("PUT", path(idp), "{}").ok();
        assertThat(isOn(idp)).isFalse();
    }

    @Test
    void itSaysWhatTheProviderMustKnow() {
        Answer answer = api.admin("GET", path(idp), "").ok();

        assertThat(answer.text("postLogoutRedirectUri")).endsWith("/idps/logout");
        assertThat(answer.text("backchannelLogoutUri")).endsWith("/idps/" + idp + "/backchannel_logout");
    }

    @Test
    void itGoesWithTheProvider() {
        api.admin("PUT", path(idp), "{'federatedLogoutEnabled':true}").ok();

        api.admin("DELETE", "/admin/v1/idps/templates/" + idp, "").ok();

        assertThat(events()).isEqualTo(2);
        api.admin("GET", path(idp), "").refused(404, "LOGOUT-Ph4dq");
    }

    @Test
    void providersOfOtherKindsHaveNoSuchSetting() {
        String gitHub = api.admin("POST", "/admin/v1/idps/github", "{'clientId':'c','clientSecret':'s'}")
                .ok()
                .text("id");

        assertThat(isOn(gitHub)).isFalse();
        api.admin("PUT", path(gitHub), "{'federatedLogoutEnabled':true}").refused(400, "LOGOUT-Kd3ns");
        api.admin("PUT", path("1"), "{'federatedLogoutEnabled':true}").refused(404, "LOGOUT-Ph4dq");
    }

    @Test
    void onlyWhoAdministersTheProviderSeesAndSetsIt() {
        String own = add("/management/v1/idps/generic_oidc");
        Robot owner = api.robot("owner");
        api.admin("POST", "/management/v1/orgs/me/members", "{'userId':'" + owner.id() + "','roles':['ORG_OWNER']}")
                .ok();

        api.call(owner.token(), "", "PUT", path(own), "{'federatedLogoutEnabled':true}")
                .ok();
        assertThat(isOn(own)).isTrue();
        assertThat(api.call(owner.token(), "", "PUT", path(idp), "{}").status()).isEqualTo(403);
        assertThat(api.call(owner.token(), "", "GET", path(idp), "").status()).isEqualTo(403);
        assertThat(api.call("", "", "GET", path(own), "").status()).isEqualTo(401);
    }

    @Test
    void aSessionThatWasBegunByCallsEndsWithTheOneAtTheProvider() {
        api.admin("POST", "/admin/v1/policies/login/idps", "{'idpId':'" + idp + "'}")
                .ok();
        String ada = api.admin(
                        "POST",
                        "/v2/users/human",
                        "{'username':'ada','profile':{'givenName':'Ada','familyName':'L'},"
                                + "'email':{'email':'ada@example.com','isVerified':true}}")
                .text("userId");
        api.admin(
                        "POST",
                        "/v2/users/" + ada + "/links",
                        "{'idpLink':{'idpId':'" + idp + "','userId':'alice-there','userName':'alice'}}")
                .ok();
        String page = "http://id.example.com/ui/own";
        Answer started = api.admin(
                        "POST",
                        "/v2/idp_intents",
                        "{'idpId':'" + idp + "','urls':{'successUrl':'" + page + "','failureUrl':'" + page + "'}}")
                .ok();
        URI back = api.location("/idps/callback", op.agree(URI.create(started.text("authUrl"))));
        Parameters brought = Parameters.parse(back.getRawQuery());
        String session = api.admin(
                        "POST",
                        "/v2/sessions",
                        "{'checks':{'user':{'userId':'" + ada + "'},'idpIntent':{'idpIntentId':'"
                                + brought.first("id").orElseThrow() + "','idpIntentToken':'"
                                + brought.first("token").orElseThrow() + "'}}}")
                .text("sessionId");
        api.admin("GET", "/v2/sessions/" + session, "").ok();

        Answer told = api.post(
                "/idps/" + idp + "/backchannel_logout", Map.of("logout_token", op.logoutToken(claims -> claims)));

        assertThat(told.status()).isEqualTo(200);
        assertThat(api.admin("GET", "/v2/sessions/" + session, "").status()).isEqualTo(404);
    }
}
