package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.AppEvent;
import dev.ostiary.grant.LogoutNotice;
import dev.ostiary.grant.LogoutNotices;
import dev.ostiary.http.Parameters;
import dev.ostiary.outbound.AddressRules;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackChannelLogoutTest {
    @TempDir
    Path directory;

    private final TestServer party = new TestServer();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final OutboundClient http = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final LogoutNotices notices = new LogoutNotices();
    private ProviderFixture fixture;
    private BackChannelLogout logout;
    private String app;

    @BeforeEach
    void open() throws Exception {
        party.on("/logout", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            tokens.add(Parameters.parse(form).first("logout_token").orElse(""));
            TestServer.send(exchange, status.get(), "text/plain", "");
        });
        fixture = new ProviderFixture(directory);
        logout = new BackChannelLogout(fixture.store, fixture.apps, fixture.keys, http, fixture.clock);
        app = fixture.web().loggedOutAt(party.uri("/logout").toString()).add();
    }

    @AfterEach
    void close() {
        logout.close();
        http.close();
        fixture.close();
        party.close();
    }

    private void signIn(String clientId, String... changes) {
        assertThat(fixture.redeem(clientId, fixture.code(clientId, changes)).status())
                .isEqualTo(200);
    }

    private void endSession() {
        fixture.store.write(tx -> {
            notices.sessionEnded(tx, fixture.instance.id(), "77", fixture.person.id());
            return true;
        });
    }

    @Test
    void anAppLearnsOnceThatASessionHasEnded() throws Exception {
        signIn(app);
        signIn(app);
        logout.deliverDue();
        assertThat(tokens).isEmpty();

        endSession();
        logout.deliverDue();
        fixture.pass(Duration.ofHours(2));
        logout.deliverDue();

        assertThat(tokens).hasSize(1);
        SignedJWT token = SignedJWT.parse(tokens.getFirst());
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getType()).hasToString("logout+jwt");
        JWKSet keys =
                JWKSet.parse(new String(fixture.keys.of(fixture.instance.id()).document(), StandardCharsets.UTF_8));
        assertThat(token.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        assertThat(claims.getIssuer()).isEqualTo(ORIGIN);
        assertThat(claims.getSubject()).isEqualTo(fixture.person.id());
        assertThat(claims.getAudience()).containsExactly(app);
        assertThat(claims.getClaims())
                .containsEntry("sid", "77")
                .containsEntry("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .doesNotContainKey("nonce");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aLogoutTokenIsNoIdToken() {
        signIn(app);
        endSession();
        logout.deliverDue();

        assertThat(fixture.keys.of(fixture.instance.id()).verified(tokens.getFirst()))
                .isEmpty();
        assertThat(fixture.userinfo(tokens.getFirst()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 404, 302})
    void anAppThatDoesNotTakeItIsToldAgain(int answer) throws Exception {
        signIn(app);
        endSession();
        status.set(answer);
        logout.deliverDue();
        assertThat(tokens).hasSize(1);
        logout.deliverDue();
        assertThat(tokens).hasSize(1);

        status.set(204);
        fixture.pass(Duration.ofSeconds(10));
        logout.deliverDue();
        fixture.pass(Duration.ofHours(2));
        logout.deliverDue();

        assertThat(tokens).hasSize(2);
        assertThat(SignedJWT.parse(tokens.getFirst()).getJWTClaimsSet().getJWTID())
                .isEqualTo(SignedJWT.parse(tokens.getLast()).getJWTClaimsSet().getJWTID());
    }

    @Test
    void anAppThatRefusesTheTokenIsNotToldAgain() {
        signIn(app);
        endSession();
        status.set(400);
        logout.deliverDue();
        fixture.pass(Duration.ofHours(2));
        logout.deliverDue();

        assertThat(tokens).hasSize(1);
    }

    @Test
    void whatOneServerHasClaimedNoOtherDelivers() {
        signIn(app);
        endSession();

        assertThat(fixture.store.<List<LogoutNotice>>write(tx -> notices.claim(tx, 10)))
                .hasSize(1);
        logout.deliverDue();
        assertThat(tokens).isEmpty();

        fixture.pass(Duration.ofMinutes(1));
        logout.deliverDue();
        assertThat(tokens).hasSize(1);
    }

    @Test
    void anAppIsNotToldWithoutAnAddressOrAnIdToken() {
        signIn(fixture.web().add());
        signIn(app, "scope", "profile");
        endSession();
        logout.deliverDue();

        assertThat(tokens).isEmpty();
    }

    @Test
    void anAppThatIsGoneIsNotTold() {
        signIn(app);
        endSession();
        fixture.change(app, new AppEvent.Removed());
        logout.deliverDue();
        fixture.pass(Duration.ofHours(2));

        assertThat(tokens).isEmpty();
        assertThat(fixture.store.<List<LogoutNotice>>write(tx -> notices.claim(tx, 10)))
                .isEmpty();
    }

    @Test
    void anAddressThatMayNotBeCalledIsNotCalled() {
        try (OutboundClient strict = new OutboundClient(List.of(), OutboundLimits.DEFAULT);
                BackChannelLogout guarded =
                        new BackChannelLogout(fixture.store, fixture.apps, fixture.keys, strict, fixture.clock)) {
            signIn(app);
            endSession();
            guarded.deliverDue();
        }

        assertThat(party.asked).isEmpty();
    }

    @Test
    void whatCanNotBeDeliveredIsForgottenAfterADay() {
        signIn(app);
        endSession();
        signIn(app);
        fixture.pass(Duration.ofDays(1));
        assertThat(fixture.store.write(LogoutNotices::sweep)).isOne();
        fixture.pass(Duration.ofDays(90));
        assertThat(fixture.store.write(LogoutNotices::sweep)).isOne();
    }
}
