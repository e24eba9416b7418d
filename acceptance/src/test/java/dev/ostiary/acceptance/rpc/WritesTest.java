package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client of the two calls Ostiary is built around may rely on: sequences, reading what was just written, writing at once. */
@ExtendWith(World.Shared.class)
class WritesTest {
    private static final int AT_ONCE = 16;

    private final Api api;

    WritesTest(World world) {
        this.api = world.server().api();
    }

    private static JsonObject provider(String name) {
        return Json.object(
                "name",
                name,
                "issuer",
                "https://accounts.example.com",
                "clientId",
                "c",
                "clientSecret",
                "s",
                "scopes",
                Json.array("openid"));
    }

    private static String unique(String what) {
        return what + " " + UUID.randomUUID();
    }

    @Test
    void aProviderBeginsWithSequenceOneAndItsFirstUpdateIsTwo() {
        Answer added = api.post("/management/v1/idps/generic_oidc", provider(unique("first")))
                .ok();
        assertThat(added.string("details.sequence")).isEqualTo("1");
        String path = "/management/v1/idps/generic_oidc/" + added.string("id");
        JsonObject changed = provider(unique("second"));
        assertThat(api.put(path, changed).ok().string("details.sequence")).isEqualTo("2");
        assertThat(api.put(path, changed).ok().string("details.sequence")).isEqualTo("2");
    }

    @Test
    void whatWasAnsweredIsReadAtOnce() {
        for (int i = 0; i < 50; i++) {
            String name = unique("fresh");
            String id =
                    api.post("/admin/v1/idps/generic_oidc", provider(name)).ok().string("id");
            assertThat(api.get("/admin/v1/idps/templates/" + id).ok().string("idp.name"))
                    .isEqualTo(name);
            JsonObject query =
                    Json.object("queries", Json.array(Json.object("idpNameQuery", Json.object("name", name))));
            assertThat(api.post("/admin/v1/idps/templates/_search", query).ok().string("result.0.id"))
                    .isEqualTo(id);
        }
    }

    @Test
    void updatesOfOneProviderAtOnceAllSucceedAndTheLastOneStays() {
        Answer added = api.post("/admin/v1/idps/generic_oidc", provider(unique("contended")))
                .ok();
        String path = "/admin/v1/idps/generic_oidc/" + added.string("id");
        List<Answer> answers = atOnce(i -> api.put(path, provider(unique("update " + i))));
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
        assertThat(answers)
                .extracting(answer -> answer.string("details.sequence"))
                .doesNotHaveDuplicates();
        String sequence =
                api.get("/admin/v1/idps/templates/" + added.string("id")).ok().string("idp.details.sequence");
        assertThat(sequence).isEqualTo(String.valueOf(AT_ONCE + 1));
    }

    @Test
    void oneOfManyUsersWithTheSameNameIsMadeAndTheOthersAreToldSo() {
        String name = unique("same").replace(' ', '-');
        List<Answer> answers =
                atOnce(i -> api.post("/management/v1/users/machine", Json.object("userName", name, "name", "n")));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(AT_ONCE - 1);
    }

    @Test
    void aRequestThatIsSentAgainUnderItsKeyHappensOnceAlsoWhenAllComeAtOnce() {
        Api keyed = api.with("Idempotency-Key", "\"" + UUID.randomUUID() + "\"");
        JsonObject request = Json.object("userName", unique("once").replace(' ', '-'), "name", "n");
        List<Answer> answers = atOnce(i -> keyed.post("/management/v1/users/machine", request));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409));
        String user = keyed.post("/management/v1/users/machine", request).ok().string("userId");
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.string("userId")).isEqualTo(user));
        assertThat(keyed.post("/management/v1/users/machine", Json.object("userName", "other", "name", "n"))
                        .status())
                .isEqualTo(400);
        assertThat(keyed.get("/admin/v1/policies/login").status()).isEqualTo(200);
    }

    @Test
    void aSecretIsShownAgainToWhoRepeatsTheRequestForIt() {
        String user = api.post(
                        "/management/v1/users/machine",
                        Json.object("userName", unique("secret").replace(' ', '-'), "name", "n"))
                .ok()
                .string("userId");
        Api keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());
        String path = "/management/v1/users/" + user + "/secret";

        assertThat(keyed.put(path, Json.object()).ok().string("clientSecret"))
                .isEqualTo(keyed.put(path, Json.object()).ok().string("clientSecret"))
                .isNotEqualTo(api.put(path, Json.object()).ok().string("clientSecret"));
    }

    @Test
    void aBodyAboveTheLimitIsRefusedAndChangesNothing() {
        JsonObject huge = provider("x".repeat(6 << 20));
        Answer answer = api.post("/admin/v1/idps/generic_oidc", huge);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("code").getAsInt()).isEqualTo(8);
    }

    private static List<Answer> atOnce(IntFunction<Answer> call) {
        List<Future<Answer>> calls;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            calls = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> threads.submit(() -> call.apply(i)))
                    .toList();
        }
        return calls.stream().map(Future::resultNow).toList();
    }
}
