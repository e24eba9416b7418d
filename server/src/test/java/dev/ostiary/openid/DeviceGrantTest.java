package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.ORIGIN;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App;
import dev.ostiary.app.AppEvent;
import dev.ostiary.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceGrantTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String app;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        app = device();
    }

    private String device() {
        return fixture.web()
                .grants(App.GrantType.DEVICE_CODE, App.GrantType.REFRESH_TOKEN)
                .add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response begin(String clientId) {
        return fixture.post(
                DeviceAuthorizationEndpoint.PATH,
                Map.of("scope", "openid profile offline_access nonsense"),
                basic(clientId, "s3cret"));
    }

    private Response poll(String clientId, String deviceCode) {
        return fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", DeviceCodeGrant.NAME, "device_code", deviceCode),
                basic(clientId, "s3cret"));
    }

    private String error(String deviceCode) {
        Response answer = poll(app, deviceCode);
        assertThat(answer.status()).isEqualTo(400);
        return text(answer, "error");
    }

    /** Enters the code and signs in; returns the device's id. */
    private String signIn(Response begun, String session) {
        String request = fixture.provider
                .devices()
                .begin(fixture.call(), text(begun, "user_code"))
                .orElseThrow();
        AuthRequest waiting =
                fixture.provider.requests().find(fixture.instance.id(), request).orElseThrow();
        String location = fixture.provider.requests().complete(fixture.call(), waiting, fixture.session(session));
        assertThat(location).startsWith(Devices.DECIDE + "?device=");
        return ProviderFixture.location(location).getOrDefault("device", "");
    }

    private boolean allow(String device, String session) {
        return fixture.provider.devices().allow(fixture.call(), device, fixture.session(session));
    }

    @Test
    void aDeviceGetsTwoCodesAndAnAddress() {
        Response begun = begin(app);

        assertThat(begun.status()).isEqualTo(200);
        assertThat(text(begun, "device_code")).hasSize(43);
        assertThat(json(begun))
                .containsEntry("verification_uri", ORIGIN + "/device")
                .containsEntry("verification_uri_complete", ORIGIN + "/device?user_code=" + text(begun, "user_code"))
                .containsEntry("expires_in", 300.0)
                .containsEntry("interval", 5.0);
    }

    @Test
    void aDeviceThatIsLetInGetsTokensOnce() {
        Response begun = begin(app);
        String code = text(begun, "device_code");
        assertThat(error(code)).isEqualTo("authorization_pending");
        String device = signIn(begun, "77");
        fixture.pass(Duration.ofSeconds(5));
        assertThat(error(code)).isEqualTo("authorization_pending");

        assertThat(allow(device, "77")).isTrue();
        Response tokens = poll(app, code);

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(json(fixture.userinfo(text(tokens, "access_token")))).containsEntry("sub", fixture.person.id());
        assertThat(fixture.keys.of(fixture.instance.id()).verified(text(tokens, "id_token")))
                .isPresent();
        assertThat(error(code)).isEqualTo("invalid_grant");
        assertThat(fixture.refresh(app, text(tokens, "refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void aDeviceThatIsNotLetInLearnsIt() {
        Response begun = begin(app);
        String device = signIn(begun, "77");

        assertThat(fixture.provider.devices().deny(fixture.call(), device, fixture.session("77")))
                .isTrue();

        assertThat(error(text(begun, "device_code"))).isEqualTo("access_denied");
        assertThat(allow(device, "77")).isFalse();
    }

    @Test
    void whoGivesUpSigningInDeniesTheDevice() {
        Response begun = begin(app);
        String request = fixture.provider
                .devices()
                .begin(fixture.call(), text(begun, "user_code"))
                .orElseThrow();
        AuthRequest waiting =
                fixture.provider.requests().find(fixture.instance.id(), request).orElseThrow();

        assertThat(fixture.provider.requests().refuse(fixture.call(), waiting, "access_denied", "no"))
                .isEqualTo(Devices.DENIED);

        assertThat(error(text(begun, "device_code"))).isEqualTo("access_denied");
    }

    @Test
    void aDeviceThatAsksTooOftenMustWaitLonger() {
        String code = text(begin(app), "device_code");
        assertThat(error(code)).isEqualTo("authorization_pending");
        assertThat(error(code)).isEqualTo("slow_down");

        fixture.pass(Duration.ofSeconds(6));
        assertThat(error(code)).isEqualTo("slow_down");
        fixture.pass(Duration.ofSeconds(15));
        assertThat(error(code)).isEqualTo("authorization_pending");
    }

    @Test
    void aCodeExpires() {
        Response begun = begin(app);
        String device = signIn(begun, "77");
        fixture.pass(Duration.ofSeconds(300));

        assertThat(error(text(begun, "device_code"))).isEqualTo("expired_token");
        assertThat(allow(device, "77")).isFalse();
        assertThat(fixture.provider.devices().begin(fixture.call(), text(begun, "user_code")))
                .isEmpty();
        fixture.pass(Duration.ofMinutes(10));
        fixture.store.write(dev.ostiary.grant.Expiry::sweep);
        assertThat(error(text(begun, "device_code"))).isEqualTo("invalid_grant");
    }

    @Test
    void onlyWhoSignedInForADeviceDecides() {
        String device = signIn(begin(app), "77");

        assertThat(allow(device, "78")).isFalse();
        assertThat(fixture.provider.devices().deny(fixture.call(), device, fixture.session("78")))
                .isFalse();
        assertThat(fixture.provider.devices().waiting(fixture.call(), device, fixture.session("78")))
                .isEmpty();
        assertThat(fixture.provider.devices().waiting(fixture.call(), device, fixture.session("77")))
                .isPresent();
    }

    @Test
    void nobodyDecidesBeforeSigningIn() {
        Response begun = begin(app);

        assertThat(allow(dev.ostiary.crypto.Secrets.hash(text(begun, "device_code")), "77"))
                .isFalse();
        assertThat(allow(dev.ostiary.crypto.Secrets.hash(text(begun, "device_code")), ""))
                .isFalse();
    }

    @Test
    void theEndOfTheSessionEndsWhatWasAllowed() {
        Response begun = begin(app);
        assertThat(allow(signIn(begun, "77"), "77")).isTrue();

        fixture.store.write(tx -> {
            fixture.sessions.endSession(tx, fixture.instance.id(), "77", "");
            return true;
        });

        assertThat(error(text(begun, "device_code"))).isEqualTo("invalid_grant");
    }

    @Test
    void anotherAppsCodeIsNoCode() {
        String code = text(begin(device()), "device_code");

        assertThat(error(code)).isEqualTo("invalid_grant");
        assertThat(error("")).isEqualTo("invalid_request");
        assertThat(error("x")).isEqualTo("invalid_grant");
    }

    @Test
    void onlyAnAppWithTheGrantMayAsk() {
        String other = fixture.web().add();

        assertThat(json(begin(other))).containsEntry("error", "unauthorized_client");
        assertThat(json(poll(other, "x"))).containsEntry("error", "unauthorized_client");
        assertThat(json(begin("404"))).containsEntry("error", "invalid_client");
    }

    @Test
    void anInactiveAppGetsNothing() {
        Response begun = begin(app);
        allow(signIn(begun, "77"), "77");
        fixture.change(app, new AppEvent.Deactivated());

        assertThat(text(poll(app, text(begun, "device_code")), "error")).isEqualTo("invalid_client");
    }
}
