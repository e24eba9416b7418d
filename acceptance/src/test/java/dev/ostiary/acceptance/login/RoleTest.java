package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roles, seen by an application and by somebody who has none. */
@ExtendWith(World.Shared.class)
class RoleTest {
    private static final String CLAIM = "urn:zitadel:iam:org:project:roles";

    private final World world;
    private final Tenant tenant;
    private final String project;

    RoleTest(World world) {
        this.world = world;
        tenant = Tenant.create(world);
        project = tenant.api()
                .post("/management/v1/projects/_search", Json.object())
                .ok()
                .json()
                .getAsJsonArray("result")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsString();
        tenant.api()
                .post(
                        "/management/v1/projects/" + project + "/roles",
                        Json.object("roleKey", "reader", "displayName", "Reader"))
                .ok();
    }

    private void project(String setting) {
        tenant.api()
                .put("/management/v1/projects/" + project, Json.object("name", "Project", setting, true))
                .ok();
    }

    /** @return id of the grant */
    private String give(String user) {
        return tenant.api()
                .post(
                        "/management/v1/users/" + user + "/grants",
                        Json.object("projectId", project, "roleKeys", Json.array("reader")))
                .ok()
                .string("userGrantId");
    }

    @Test
    void anApplicationIsToldTheRolesThatItsProjectAsserts() {
        project("projectRoleAssertion");
        String loginName = "role-" + Tenant.unique();
        give(tenant.human(loginName, Tenant.verified(loginName + "@example.com")));

        try (Person person = Person.of(world).open(tenant.signIn())) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            JsonObject userinfo = person.outcome("Signed in").getAsJsonObject("userinfo");
            assertThat(userinfo.getAsJsonObject(CLAIM).getAsJsonObject("reader").keySet())
                    .containsExactly(tenant.organization());
        }
    }

    @Test
    void whoHasNoRoleIsRefusedWithAReasonAndLetInOnceTheyHaveOne() {
        project("projectRoleCheck");
        String loginName = "role-" + Tenant.unique();
        String user = tenant.human(loginName, Tenant.verified(loginName + "@example.com"));

        try (Person person = Person.of(world).open(tenant.signIn())) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).failure();
            assertThat(person.page().content()).contains("You don’t have a role in this application yet.");

            String grant = give(user);
            person.page()
                    .getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Try again"))
                    .click();
            person.see("Signed in").open(tenant.page("refresh")).see("Refreshed");

            tenant.api()
                    .delete("/management/v1/users/" + user + "/grants/" + grant)
                    .ok();
            JsonObject refused = person.open(tenant.page("refresh")).outcome("Not signed in");
            assertThat(Json.string(refused, "error")).isEqualTo("invalid_grant");
            assertThat(Json.string(refused, "description")).isEqualTo("Errors.User.GrantRequired");
        }
    }
}
