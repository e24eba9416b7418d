package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.ApiInProcess.Robot;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that were made with another issuer, and who may see and confirm them. */
class WaitingLinksTest {
    private static final String OLD = "https://old.example.com";
    private static final String NEW = "https://new.example.com";

    private ApiInProcess api;
    private String instance;
    private String idp;
    private String other;
    private String ada;

    @BeforeEach
    void open(@TempDir Path data) throws IOException {
        api = new ApiInProcess(data);
        instance = api.features.instances().all().getFirst().id();
        other = api.admin("POST", "/management/v1/orgs", "{'name':'Other'}")
                .ok()
                .text("id");
        idp = api.admin("POST", "/admin/v1/idps/generic_oidc", provider(OLD))
                .ok()
                .text("id");
        ada = person(api.organization, "ada", OLD);
        person(other, "bob", OLD);
        person(other, "carl", NEW);
        person(other, "dora", "");
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    private static String provider(String issuer) {
        return "{'name':'OP','issuer':'" + issuer + "','clientId':'c','clientSecret':'s'}";
    }

    private String person(String organization, String name, String issuer) {
        NewHuman human = new NewHuman(
                "",
                name,
                new User.Profile(name, "Test", "", "", "en", User.Gender.UNSPECIFIED),
                new User.Email(name + "@example.com", true),
                null,
                null,
                false,
                List.of(new IdpLink(idp, "account-of-" + name, name + "@op", issuer)),
                Map.of());
        return api.base
                .store()
                .write(tx -> api.features.users().addHuman(tx, instance, organization, "", human))
                .id();
    }

    private void changeIssuer() {
        api.admin("PUT", "/admin/v1/idps/generic_oidc/" + idp, provider(NEW)).ok();
    }

    private String path(String end) {
        return "/ostiary/v1/idps/" + idp + "/waiting_links/" + end;
    }

    private static List<String> accounts(Answer answer) {
        JsonElement links = answer.ok().body().get("links");
        return links == null
                ? List.of()
                : links.getAsJsonArray().asList().stream()
                        .map(link ->
                                link.getAsJsonObject().get("externalUserId").getAsString())
                        .toList();
    }

    private List<String> waiting() {
        return accounts(api.admin("POST", path("_search"), "{}"));
    }

    @Test
    void linksWaitOnceTheIssuerChangesAndNoLongerWhenItIsTheirsAgain() {
        assertThat(waiting()).containsExactly("account-of-carl");
        changeIssuer();
        assertThat(waiting()).containsExactly("account-of-ada", "account-of-bob");
        assertThat(api.admin("POST", path("_search"), "{}").body().toString())
                .contains("\"madeWith\":\"" + OLD + "\"")
                .contains("\"issuer\":\"" + NEW + "\"")
                .contains("\"externalUserName\":\"ada@op\"")
                .contains("\"organizationId\":\"" + other + "\"");
    }

    @Test
    void theListGoesOnWhereAPageEnded() {
        changeIssuer();
        Answer first = api.admin("POST", path("_search"), "{'limit':1}");
        assertThat(accounts(first)).containsExactly("account-of-ada");
        Answer second = api.admin("POST", path("_search"), "{'limit':1,'after':'" + first.text("next") + "'}");
        assertThat(accounts(second)).containsExactly("account-of-bob");
    }

    @Test
    void oneLinkIsConfirmedAndItsHistorySaysSo() {
        changeIssuer();
        String link = "{'userId':'" + ada + "','externalUserId':'account-of-ada'}";

        api.admin("POST", path("_confirm"), link).ok();
        api.admin("POST", path("_confirm"), link).ok();

        assertThat(waiting()).containsExactly("account-of-bob");
        Answer events = api.admin(
                "POST", "/admin/v1/events/_search", "{'eventTypes':['user.human.externalidp.confirmed'],'limit':10}");
        assertThat(events.ok().body().getAsJsonArray("events")).hasSize(1);
    }

    @Test
    void whatIsNotThereCanNotBeConfirmed() {
        api.admin("POST", path("_confirm"), "{'userId':'" + ada + "','externalUserId':'other'}")
                .refused(404, "LINK-Wr7ts");
        api.admin("POST", path("_confirm"), "{'userId':'1','externalUserId':'other'}")
                .refused(404, "LINK-Wr7ts");
        api.admin("POST", "/ostiary/v1/idps/1/waiting_links/_confirm_all", "{}").refused(404, "LINK-Ph4dq");
    }

    @Test
    void whoAdministersTheUsersOfAnOrganizationConfirmsTheirs() {
        changeIssuer();
        Robot manager = api.robot("manager");
        api.call(
                        api.administrator,
                        other,
                        "POST",
                        "/management/v1/orgs/me/members",
                        "{'userId':'" + manager.id() + "','roles':['ORG_USER_MANAGER']}")
                .ok();

        assertThat(accounts(api.call(manager.token(), other, "POST", path("_search"), "{}")))
                .containsExactly("account-of-bob");
        assertThat(api.call(manager.token(), "", "POST", path("_search"), "{}").status())
                .isEqualTo(403);
        String adas = "{'userId':'" + ada + "','externalUserId':'account-of-ada'}";
        assertThat(api.call(manager.token(), other, "POST", path("_confirm"), adas)
                        .status())
                .isEqualTo(403);
        assertThat(api.call(manager.token(), other, "POST", path("_confirm_all"), "{}")
                        .ok()
                        .text("confirmed"))
                .isEqualTo("1");
        assertThat(waiting()).containsExactly("account-of-ada");
    }

    @Test
    void allAreConfirmedAtOnceByWhoAdministersTheProvider() {
        changeIssuer();

        assertThat(api.admin("POST", path("_confirm_all"), "{}").ok().text("confirmed"))
                .isEqualTo("2");

        assertThat(waiting()).isEmpty();
    }

    @Test
    void whoMayDoNothingSeesNothing() {
        Robot nobody = api.robot("nobody");

        for (String call : List.of("_search", "_confirm_all")) {
            assertThat(api.call(nobody.token(), "", "POST", path(call), "{}").status())
                    .isEqualTo(403);
        }
        String link = "{'userId':'" + ada + "','externalUserId':'account-of-ada'}";
        assertThat(api.call(nobody.token(), "", "POST", path("_confirm"), link).status())
                .isEqualTo(403);
    }
}
