package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An organization's end, as its own people and its neighbours see it. */
@ExtendWith(World.Shared.class)
class OrganizationTest {
    private final Api instance;
    private final String name = "Brief " + UUID.randomUUID();

    OrganizationTest(World world) {
        this.instance = world.server().api();
    }

    @Test
    void itsOwnerRemovesItAndIsNobodyFromThenOn() {
        String id = add();
        Api owner = instance.as(machine(id, "ORG_OWNER")).in(id);
        assertThat(owner.get("/management/v1/orgs/me").ok().string("org.name")).isEqualTo(name);

        assertThat(owner.delete("/management/v1/orgs/me").ok().string("details.resourceOwner"))
                .isEqualTo(id);

        assertThat(owner.get("/management/v1/orgs/me").status()).isEqualTo(401);
        Answer gone = instance.in(id).get("/management/v1/orgs/me");
        assertThat(gone.status()).isEqualTo(403);
        assertThat(gone.string("message")).endsWith("(AUTH-Bs7Ds)");
        add();
    }

    @Test
    void whoMayOnlyLookCannotRemoveIt() {
        String id = add();

        Answer refused = instance.as(machine(id, "ORG_OWNER_VIEWER")).in(id).delete("/management/v1/orgs/me");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.string("message")).endsWith("(AUTH-5mWD2)");
        assertThat(instance.in(id).get("/management/v1/orgs/me").status()).isEqualTo(200);
    }

    @Test
    void theOwnerOfAnotherCannotRemoveIt() {
        String id = add();
        String other = instance.post("/management/v1/orgs", Json.object("name", "Other " + name))
                .ok()
                .string("id");
        Api stranger = instance.as(machine(other, "ORG_OWNER"));

        assertThat(stranger.in(id).delete("/management/v1/orgs/me").status()).isEqualTo(403);
        assertThat(stranger.delete("/admin/v1/orgs/" + id).status()).isEqualTo(403);
        assertThat(instance.in(id).get("/management/v1/orgs/me").status()).isEqualTo(200);
    }

    @Test
    void theInstanceRemovesItById() {
        String id = add();

        instance.delete("/admin/v1/orgs/" + id).ok();

        Answer again = instance.delete("/admin/v1/orgs/" + id);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.string("message")).endsWith("(COMMA-aps2n)");
    }

    @Test
    void theDefaultOrganizationStays() {
        Answer refused = instance.delete("/management/v1/orgs/me");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.string("message")).endsWith("(COMMA-wG9p1)");
    }

    private String add() {
        return instance.post("/management/v1/orgs", Json.object("name", name))
                .ok()
                .string("id");
    }

    /** Returns a token of a new machine user of an organization. */
    private String machine(String organization, String role) {
        Api api = instance.in(organization);
        String robot = "robot " + UUID.randomUUID();
        String user = api.post("/management/v1/users/machine", Json.object("userName", robot, "name", robot))
                .ok()
                .string("userId");
        api.post("/management/v1/orgs/me/members", Json.object("userId", user, "roles", Json.array(role)))
                .ok();
        return api.post("/management/v1/users/" + user + "/pats", Json.object())
                .ok()
                .string("token");
    }
}
