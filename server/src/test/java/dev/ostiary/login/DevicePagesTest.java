package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicePagesTest {
    @TempDir
    Path directory;

    private House house;
    private Visitor visitor;
    private String app;

    @BeforeEach
    void open() throws Exception {
        house = House.open(directory);
        visitor = new Visitor(house);
        app = house.device();
        house.person("ada");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Map<String, Object> begin() {
        return json(visitor.send("POST", "/oauth/v2/device_authorization", "client_id=" + app + "&scope=openid+email"));
    }

    private Object poll(Map<String, Object> begun) {
        house.clock.advance(Duration.ofSeconds(30));
        Map<String, Object> answer = json(visitor.send(
                "POST",
                "/oauth/v2/token",
                "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=" + app + "&device_code="
                        + begun.get("device_code")));
        return answer.getOrDefault("error", "tokens");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(dev.ostiary.http.Response response) {
        return Json.read(new String(response.body(), StandardCharsets.UTF_8), Map.class);
    }

    private void enter(@Nullable Object code) {
        visitor.get("/device").submit("/ui/login/device", "user_code", String.valueOf(code));
    }

    private void signIn() {
        visitor.submit("/ui/login/loginname", "loginName", "ada")
                .submit("/ui/login/password", "password", House.PASSWORD);
    }

    @Test
    void aPersonLetsADeviceIn() {
        Map<String, Object> begun = begin();
        enter(String.valueOf(begun.get("user_code")).toLowerCase(java.util.Locale.ROOT));
        signIn();
        assertThat(visitor.html()).contains("Let Television in on your device?", "Your e-mail address", "Ada Lovelace");
        assertThat(poll(begun)).isEqualTo("authorization_pending");

        visitor.submit("/ui/login/device/confirm", "decision", "allow");

        assertThat(visitor.html()).contains("Your device is connected");
        assertThat(poll(begun)).isEqualTo("tokens");
        assertThat(poll(begun)).isEqualTo("invalid_grant");
    }

    @Test
    void aPersonKeepsADeviceOut() {
        Map<String, Object> begun = begin();
        enter(begun.get("user_code"));
        signIn();

        visitor.submit("/ui/login/device/confirm", "decision", "deny");

        assertThat(visitor.html()).contains("The device was not let in");
        assertThat(poll(begun)).isEqualTo("access_denied");
    }

    @Test
    void whoIsSignedInDecidesAtOnce() {
        Map<String, Object> first = begin();
        enter(first.get("user_code"));
        signIn();

        Map<String, Object> second = begin();
        enter(second.get("user_code"));

        assertThat(visitor.html()).contains("Let Television in on your device?");
    }

    @Test
    void theAddressWithTheCodeFillsItIn() {
        visitor.get("/device?user_code=BCDF-GHJK");

        assertThat(visitor.field("/ui/login/device", "user_code")).isEqualTo("BCDF-GHJK");
    }

    @Test
    void aWrongCodeIsAskedForAgainUntilThereWereTooMany() {
        begin();
        for (int i = 0; i < 50; i++) {
            enter("XXXX-XXXX");
            assertThat(visitor.html()).contains("No device waits with this code");
        }
        @Nullable Object right = begin().get("user_code");

        enter(right);
        assertThat(visitor.html()).contains("Too many wrong codes");

        house.clock.advance(Duration.ofMinutes(5));
        enter(begin().get("user_code"));
        assertThat(visitor.html()).contains("loginName");
    }

    @Test
    void anotherBrowserCanNotDecide() {
        enter(begin().get("user_code"));
        signIn();
        String device = visitor.field("/ui/login/device/confirm", "device");
        Visitor other = new Visitor(house);

        other.get("/ui/login/device/confirm?device=" + device);

        assertThat(other.html()).contains("The device no longer waits");
    }

    @Test
    void aFormOfAnotherSiteDecidesNothing() {
        Map<String, Object> begun = begin();
        enter(begun.get("user_code"));
        signIn();
        String device = visitor.field("/ui/login/device/confirm", "device");

        visitor.post("/ui/login/device/confirm", Map.of("device", device, "decision", "allow", "csrf", "guessed"));

        assertThat(poll(begun)).isEqualTo("authorization_pending");
    }
}
