package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.Refusal;
import dev.ostiary.api.admin.v1.AddOIDCSettingsRequest;
import dev.ostiary.api.admin.v1.GetOIDCSettingsRequest;
import dev.ostiary.api.admin.v1.GetOIDCSettingsResponse;
import dev.ostiary.api.admin.v1.UpdateOIDCSettingsRequest;
import dev.ostiary.api.settings.v1.OIDCSettings;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Replay;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long tokens live is for the instance's administrators to say. */
class OidcSettingsTest {
    @TempDir
    Path directory;

    private final Calls calls = new Calls();
    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        new OidcSettingsApi(fixture.store, new OidcSettingsRules()).register(calls);
        client = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void withoutSettingsTokensLiveAsLongAsTheContractSays() throws Exception {
        Refusal.of(this::get).is(Kind.NOT_FOUND, "QUERY-s9nlw").says("Errors.OIDCSettings.NotFound");

        Response answer = tokens();
        assertThat(json(answer).get("expires_in")).isEqualTo(12 * 3600.0);
        assertThat(idTokenSeconds(answer)).isEqualTo(12 * 3600);
    }

    @Test
    void tokensThatAreIssuedFromNowOnLiveAsLongAsWasSaid() throws Exception {
        tokens();
        add(60, 120, 600, 1000);

        Response first = tokens();
        assertThat(json(first).get("expires_in")).isEqualTo(60.0);
        assertThat(idTokenSeconds(first)).isEqualTo(120);
        fixture.pass(java.time.Duration.ofSeconds(599));
        Response second = fixture.refresh(client, text(first, "refresh_token"));
        assertThat(second.status()).isEqualTo(200);
        fixture.pass(java.time.Duration.ofSeconds(401));
        assertThat(fixture.refresh(client, text(second, "refresh_token")).status())
                .isEqualTo(400);
        Response idle = tokens();
        fixture.pass(java.time.Duration.ofSeconds(600));
        assertThat(fixture.refresh(client, text(idle, "refresh_token")).status())
                .isEqualTo(400);

        change(30, 40, 600, 1000);
        Response changed = tokens();
        assertThat(json(changed).get("expires_in")).isEqualTo(30.0);
        assertThat(idTokenSeconds(changed)).isEqualTo(40);
        assertThat(fixture.userinfo(text(changed, "access_token")).status()).isEqualTo(200);
        fixture.pass(java.time.Duration.ofSeconds(30));
        assertThat(fixture.userinfo(text(changed, "access_token")).status()).isEqualTo(401);
    }

    @Test
    void whatWasSaidIsRead() {
        add(60, 120, 600, 1000);

        OIDCSettings settings = get();
        assertThat(settings.getAccessTokenLifetime()).isEqualTo(seconds(60));
        assertThat(settings.getIdTokenLifetime()).isEqualTo(seconds(120));
        assertThat(settings.getRefreshTokenIdleExpiration()).isEqualTo(seconds(600));
        assertThat(settings.getRefreshTokenExpiration()).isEqualTo(seconds(1000));
        assertThat(settings.getDetails().getSequence()).isEqualTo(1);
        assertThat(settings.getDetails().getResourceOwner()).isEqualTo(fixture.instance.id());
    }

    @Test
    void settingsAreAddedOnceAndChangedOnlyToSomethingElse() {
        Refusal.of(() -> change(1, 1, 1, 1)).is(Kind.NOT_FOUND, "INST-90s32oj");
        add(60, 120, 600, 1000);
        Refusal.of(() -> add(1, 1, 1, 1)).is(Kind.ALREADY_EXISTS, "INST-0aaj1o");
        Refusal.of(() -> change(60, 120, 600, 1000)).is(Kind.FAILED_PRECONDITION, "COMMAND-0pk2nu");
        assertThat(get().getDetails().getSequence()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 36_500L * 86_400 + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void aLifetimeThatIsNoneIsRefused(long wrong) {
        Refusal.of(() -> add(wrong, 1, 1, 1)).is(Kind.INVALID_ARGUMENT, "INST-10s82j");
        add(1, 1, 1, 1);
        Refusal.of(() -> change(1, wrong, 1, 1)).is(Kind.INVALID_ARGUMENT, "INST-10sxks");
        Refusal.of(() -> change(1, 1, wrong, 1)).is(Kind.INVALID_ARGUMENT, "INST-10sxks");
        Refusal.of(() -> change(1, 1, 1, wrong)).is(Kind.INVALID_ARGUMENT, "INST-10sxks");
        assertThat(get().getDetails().getSequence()).isEqualTo(1);
    }

    @Test
    void tokensThatWereSignedBeforeLifetimesGrewShorterAreNotForgotten() {
        Instant start = fixture.now.get();
        assertThat(expiry(start)).isEqualTo(start.plusSeconds(12 * 3600));
        add(100_000, 60, 1, 1);
        assertThat(expiry(start)).isEqualTo(start.plusSeconds(100_000));
        fixture.pass(java.time.Duration.ofSeconds(1000));
        change(60, 60, 1, 1);

        assertThat(expiry(start)).isEqualTo(start.plusSeconds(101_000));
        fixture.pass(java.time.Duration.ofSeconds(200_000));
        Instant later = fixture.now.get();
        assertThat(expiry(later)).isEqualTo(later.plusSeconds(60));
        change(120, 60, 1, 1);
        assertThat(expiry(start)).isEqualTo(later.plusSeconds(60));
        assertThat(fixture.store
                        .read(sql -> new Replay(List.of(OidcSettingsRules.KIND), Set.of("web_key"))
                                .run(sql, fixture.instance.id()))
                        .differences())
                .noneMatch(difference -> difference.stream().type().equals("oidc_settings"));
    }

    private Instant expiry(Instant signedAt) {
        return fixture.store.read(sql -> new OidcSettingsRules().tokensExpire(sql, fixture.instance.id(), signedAt));
    }

    private Response tokens() {
        return fixture.redeem(client, fixture.code(client, "scope", "openid offline_access"));
    }

    private static long idTokenSeconds(Response answer) throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(text(answer, "id_token")).getJWTClaimsSet();
        return java.time.Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant())
                .toSeconds();
    }

    private static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private void add(long access, long id, long idle, long total) {
        answer(
                "AddOIDCSettings",
                AddOIDCSettingsRequest.newBuilder()
                        .setAccessTokenLifetime(seconds(access))
                        .setIdTokenLifetime(seconds(id))
                        .setRefreshTokenIdleExpiration(seconds(idle))
                        .setRefreshTokenExpiration(seconds(total))
                        .build());
    }

    private void change(long access, long id, long idle, long total) {
        answer(
                "UpdateOIDCSettings",
                UpdateOIDCSettingsRequest.newBuilder()
                        .setAccessTokenLifetime(seconds(access))
                        .setIdTokenLifetime(seconds(id))
                        .setRefreshTokenIdleExpiration(seconds(idle))
                        .setRefreshTokenExpiration(seconds(total))
                        .build());
    }

    private OIDCSettings get() {
        return ((GetOIDCSettingsResponse) answer("GetOIDCSettings", GetOIDCSettingsRequest.getDefaultInstance()))
                .getSettings();
    }

    private Message answer(String call, Message request) {
        return Objects.requireNonNull(calls.byName().get("zitadel.admin.v1.AdminService/" + call))
                .handler()
                .apply(fixture.call(), request);
    }
}
