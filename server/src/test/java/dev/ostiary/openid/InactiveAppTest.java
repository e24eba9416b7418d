package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.app.AppEvent;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InactiveAppTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String app;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        app = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void itsTokensCountForNothingWhileItIsInactive() {
        Response tokens = fixture.redeem(app, fixture.code(app));
        String api = fixture.api();
        Map<String, String> form = Map.of("token", text(tokens, "access_token"));

        fixture.change(app, new AppEvent.Deactivated());

        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(401);
        assertThat(json(fixture.post(IntrospectEndpoint.PATH, form, basic(api, "s3cret"))))
                .containsEntry("active", false);
        assertThat(json(fixture.refresh(app, text(tokens, "refresh_token")))).containsEntry("error", "invalid_client");

        fixture.change(app, new AppEvent.Reactivated());

        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(200);
        assertThat(fixture.refresh(app, text(tokens, "refresh_token")).status()).isEqualTo(200);
    }

    @Test
    void itSignsNobodyIn() {
        AuthRequest waiting = fixture.ask(app);
        String code = fixture.code(app);

        fixture.change(app, new AppEvent.Deactivated());

        assertThat(fixture.get(AuthorizeEndpoint.PATH, authorization(app)).status())
                .isEqualTo(400);
        assertThat(fixture.provider.requests().find(fixture.instance.id(), waiting.id()))
                .isEmpty();
        Refusal.of(() -> fixture.provider.requests().complete(fixture.call(), waiting, fixture.session("77")))
                .is(Kind.FAILED_PRECONDITION, "OIDC-dsh35");
        assertThat(json(fixture.redeem(app, code))).containsEntry("error", "invalid_client");
    }

    @Test
    void anInactiveApiLearnsNothing() {
        String token = text(fixture.redeem(app, fixture.code(app)), "access_token");
        String api = fixture.api();

        fixture.change(api, new AppEvent.Deactivated());

        assertThat(json(fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic(api, "s3cret"))))
                .containsEntry("error", "invalid_client");
    }
}
