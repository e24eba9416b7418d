package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sessions a list has, and who sees which. */
class SessionListTest {
    private ApiInProcess server;
    private Robot page;
    private String mia;
    private String ofMia;
    private String ofNobody;

    @BeforeEach
    void begin(@TempDir Path data) throws Exception {
        server = new ApiInProcess(data);
        page = server.robot("page");
        server.admin("POST", "/admin/v1/members", "{'userId':'" + page.id() + "','roles':['IAM_LOGIN_CLIENT']}")
                .ok();
        mia = server.admin(
                        "POST",
                        "/v2/users/human",
                        "{'username':'mia','profile':{'givenName':'Mia','familyName':'M'},"
                                + "'email':{'email':'mia@example.com','isVerified':true}}")
                .text("userId");
        ofMia = session("{'checks':{'user':{'userId':'" + mia + "'}},'userAgent':{'fingerprintId':'browser-1'}}");
        ofNobody = session("{'lifetime':'3600s'}");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private String session(String body) {
        return server.call(page.token(), "", "POST", "/v2/sessions", body).text("sessionId");
    }

    private Answer search(String token, String body) {
        return server.call(token, "", "POST", "/v2/sessions/search", body);
    }

    private List<String> found(String token, String query) {
        return ids(search(token, query.isEmpty() ? "{}" : "{'queries':[" + query + "]}")
                .ok());
    }

    private static List<String> ids(Answer answer) {
        return answer.body().has("sessions")
                ? answer.body().getAsJsonArray("sessions").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .map(session -> session.get("id").getAsString())
                        .toList()
                : List.of();
    }

    @Test
    void eachQueryKeepsTheSessionsItIsAbout() {
        String token = page.token();

        assertThat(found(token, "")).contains(ofMia, ofNobody);
        assertThat(found(token, "{'idsQuery':{'ids':['" + ofNobody + "','none']}}"))
                .containsExactly(ofNobody);
        assertThat(found(token, "{'idsQuery':{}}")).isEmpty();
        assertThat(found(token, "{'userIdQuery':{'id':'" + mia + "'}}")).containsExactly(ofMia);
        assertThat(found(token, "{'creatorQuery':{'id':'" + page.id() + "'}}")).containsExactly(ofMia, ofNobody);
        assertThat(found(token, "{'creatorQuery':{}}")).containsExactly(ofMia, ofNobody);
        assertThat(found(token, "{'creatorQuery':{'id':'somebody'}}")).isEmpty();
        assertThat(found(token, "{'userAgentQuery':{'fingerprintId':'browser-1'}}"))
                .containsExactly(ofMia);
        assertThat(found(token, "{'userIdQuery':{'id':'" + mia + "'}},{'idsQuery':{'ids':['" + ofNobody + "']}}"))
                .isEmpty();
    }

    @Test
    void timesAreComparedAndASessionWithoutAnEndHasNone() {
        String token = page.token();
        String past = "'2020-01-01T00:00:00Z'";
        String future = "'9000-01-01T00:00:00Z'";

        assertThat(found(
                        token,
                        "{'creationDateQuery':{'creationDate':" + past
                                + ",'method':'TIMESTAMP_QUERY_METHOD_GREATER'}}"))
                .contains(ofMia, ofNobody);
        assertThat(found(
                        token,
                        "{'creationDateQuery':{'creationDate':" + past + ",'method':'TIMESTAMP_QUERY_METHOD_LESS'}}"))
                .isEmpty();
        assertThat(found(
                        token,
                        "{'expirationDateQuery':{'expirationDate':" + past
                                + ",'method':'TIMESTAMP_QUERY_METHOD_GREATER_OR_EQUALS'}}"))
                .contains(ofNobody)
                .doesNotContain(ofMia);
        assertThat(found(
                        token,
                        "{'expirationDateQuery':{'expirationDate':" + future
                                + ",'method':'TIMESTAMP_QUERY_METHOD_LESS_OR_EQUALS'}}"))
                .contains(ofNobody)
                .doesNotContain(ofMia);
        assertThat(found(token, "{'expirationDateQuery':{'expirationDate':" + past + "}}"))
                .isEmpty();
    }

    @Test
    void theOrderAndThePartCanBeChosen() {
        String creator = "'queries':[{'creatorQuery':{}}],'sortingColumn':'SESSION_FIELD_NAME_CREATION_DATE'";

        assertThat(ids(search(page.token(), "{" + creator + "}"))).containsExactly(ofNobody, ofMia);
        assertThat(ids(search(page.token(), "{" + creator + ",'query':{'asc':true}}")))
                .containsExactly(ofMia, ofNobody);
        Answer second = search(page.token(), "{" + creator + ",'query':{'limit':1,'offset':'1'}}");
        assertThat(ids(second)).containsExactly(ofMia);
        assertThat(second.text("details.totalResult")).isEqualTo("2");
    }

    @Test
    void whoHasNoRoleSeesTheirOwnOnly() {
        Robot stranger = server.robot("stranger");

        assertThat(found(stranger.token(), "")).isEmpty();
        assertThat(found(stranger.token(), "{'userIdQuery':{'id':'" + mia + "'}}"))
                .isEmpty();
        server.admin(
                        "POST",
                        "/management/v1/orgs/me/members",
                        "{'userId':'" + stranger.id() + "','roles':['ORG_OWNER']}")
                .ok();
        assertThat(found(stranger.token(), "")).containsExactly(ofMia);
        server.call("", "", "POST", "/v2/sessions/search", "{}").refused(401, "AUTH-toLo1");
    }

    @Test
    void aQueryThatCannotBeMeantIsRefused() {
        String token = page.token();

        assertThat(search(token, "{'queries':[{}]}").status()).isEqualTo(400);
        search(token, "{'queries':[{'creatorQuery':{'id':''}}]}").refused(400, "QUERY-x8n24uh");
        search(token, "{'queries':[{'userAgentQuery':{}}]}").refused(400, "QUERY-x8n23uh");
        assertThat(search(token, "{'queries':[{'creationDateQuery':{'method':77}}]}")
                        .status())
                .isEqualTo(400);
        search(token, "{'queries':[{'idsQuery':{'ids':[" + "'1',".repeat(1000) + "'2']}}]}")
                .refused(400, "SESSION-Ek4mi");
    }
}
