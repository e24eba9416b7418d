package dev.ostiary.acceptance.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The external parties without Ostiary between them: the application signs in at the hostile provider while that is honest, and notices
 * when it is not. When other tests fail, this one tells whether it was the parties.
 */
@ExtendWith(World.Shared.class)
class PartiesTest {
    private final World world;

    PartiesTest(World world) {
        this.world = world;
    }

    private Person signsInAt(String kind) {
        String name = "direct-" + kind;
        JsonObject known = Json.object(
                "issuer", world.hostile().origin() + "/" + kind,
                "clientId", "application",
                "clientSecret", "secret",
                "authentication", "basic");
        world.application().control().put("/control/clients/" + name, known).ok();
        return Person.of(world).open(world.application().origin() + "/" + name + "/login");
    }

    @Test
    void theApplicationSignsInAtAnHonestProvider() {
        try (Person person = signsInAt("honest")) {
            assertThat(person.subject()).isEqualTo("sub-honest");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other-key",
                "alg-none",
                "tampered",
                "wrong-nonce",
                "wrong-aud",
                "wrong-iss",
                "expired",
                "userinfo-sub"
            })
    void theApplicationNoticesWhatIsWrong(String kind) {
        try (Person person = signsInAt(kind)) {
            assertThat(Json.string(person.outcome("Not signed in"), "error")).isNotEmpty();
        }
    }
}
