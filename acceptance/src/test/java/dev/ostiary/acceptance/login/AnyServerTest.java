package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Balancer.Passed;
import dev.ostiary.acceptance.harness.Cluster;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.PostgresServer;
import dev.ostiary.acceptance.harness.World;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three servers, each request to another than the one before: any step of any sign-in happens on any server. */
@ExtendWith(World.Shared.class)
class AnyServerTest {
    @TempDir
    private static Path folder;

    private static Cluster cluster;

    private final World world;

    AnyServerTest(World world) {
        this.world = world;
    }

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
        cluster = Cluster.start(3, folder);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        assertThat(cluster.servers())
                .allSatisfy(server -> assertThat(server.output()).doesNotContain("Exception", "\tat "));
    }

    /** So that a sign-in proves what it is meant to prove. */
    private static void assertThatNoTwoInARowCameToOneServer(int from) {
        List<Passed> passed = cluster.balancer().passed();
        assertThat(passed).hasSizeGreaterThan(from + 10);
        assertThat(IntStream.range(from + 1, passed.size())
                        .filter(i -> passed.get(i).server() == passed.get(i - 1).server()))
                .isEmpty();
    }

    @Test
    void theFirstExternalSignInCreatesThePersonAndTheSecondRecognizesThem() {
        int from = cluster.balancer().passed().size();
        Tenant tenant = Tenant.create(world, cluster, "basic");
        NodeParty party = world.provider();
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        Account account = Account.of(party, "Ada", "Lovelace");
        JsonObject first;
        try (Person ada = Person.of(world)) {
            first = ada.open(tenant.signIn())
                    .continueWith(provider)
                    .signInThere(account)
                    .outcome("Signed in");
        }
        assertThat(Json.string(first, "claims.iss")).isEqualTo(cluster.origin().toString());
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(account.claim("email"));
        try (Person later = Person.of(world)) {
            later.open(tenant.signIn()).continueWith(provider).signInThere(account);
            assertThat(later.subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
        assertThatNoTwoInARowCameToOneServer(from);
    }

    @Test
    void passwordCodeRefreshUserinfoAndSignOutGoFromServerToServer() {
        int from = cluster.balancer().passed().size();
        Tenant tenant = Tenant.create(world, cluster, "basic");
        String loginName = "minnie-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        try (Person person = Person.of(world).open(tenant.signIn())) {
            String subject = person.enterLoginName(loginName)
                    .enterPassword(Tenant.PASSWORD)
                    .subject();
            for (int i = 0; i < 3; i++) {
                person.open(tenant.page("refresh")).see("Refreshed");
                assertThat(Json.string(person.open(tenant.page("userinfo")).outcome("Userinfo"), "sub"))
                        .isEqualTo(subject);
            }
            person.open(tenant.signIn("prompt=none"));
            assertThat(person.subject()).isEqualTo(subject);
            person.open(tenant.page("logout")).see("Signed out");
            person.open(tenant.signIn("prompt=none"));
            assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("login_required");
        }
        assertThatNoTwoInARowCameToOneServer(from);
    }

    @Test
    void whenTheServersThatServedAPersonDieAnotherGoesOn() {
        Tenant tenant = Tenant.create(world, cluster, "basic");
        NodeParty party = world.provider();
        Provider provider = tenant.offered(party.origin(), Options.autoCreation());
        Account account = Account.of(party, "Alan", "Turing");
        try (Person alan = Person.of(world).open(tenant.signIn())) {
            alan.continueWith(provider);
            cluster.server(1).kill();
            cluster.server(2).kill();
            assertThat(alan.signInThere(account).subject()).isNotEmpty();
        } finally {
            cluster.restart(1);
            cluster.restart(2);
        }
    }
}
