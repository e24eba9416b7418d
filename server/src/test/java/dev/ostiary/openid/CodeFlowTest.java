package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.app.App;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeFlowTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aCodeBringsAllTokens() throws Exception {
        Response answer = fixture.redeem(client, fixture.code(client));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ProviderFixture.header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(json(answer)).containsKeys("access_token", "refresh_token", "id_token", "expires_in");
        JWTClaimsSet id = idToken(answer);
        assertThat(id.getIssuer()).isEqualTo(ProviderFixture.ORIGIN);
        assertThat(id.getSubject()).isEqualTo(fixture.person.id());
        assertThat(id.getAudience()).containsExactly(client, "100");
        assertThat(id.getStringClaim("azp")).isEqualTo(client);
        assertThat(id.getStringClaim("nonce")).isEqualTo("n0nce");
        assertThat(id.getStringClaim("sid")).isEqualTo("77");
        assertThat(id.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(id.getClaim("auth_time")).isEqualTo(fixture.now.get().getEpochSecond());
        assertThat(id.getClaim("at_hash")).isNotNull();
        assertThat(id.getClaims()).doesNotContainKeys("name", "email");
    }

    @Test
    void theAccessTokenOpensUserinfoByItsScopes() {
        Response answer = fixture.redeem(client, fixture.code(client));

        assertThat(json(fixture.userinfo(text(answer, "access_token"))))
                .containsEntry("sub", fixture.person.id())
                .containsEntry("name", "Mia Muster")
                .containsEntry("preferred_username", "mia")
                .containsEntry("gender", "female")
                .containsEntry("locale", "de")
                .containsEntry("email", "mia@acme.test")
                .containsEntry("email_verified", true)
                .doesNotContainKeys("phone_number", "nickname");
    }

    @Test
    void anIdTokenHasTheUserClaimsWhereTheApplicationWantsThem() throws Exception {
        String wanting = fixture.web().userClaims().add();

        assertThat(idToken(fixture.redeem(wanting, fixture.code(wanting))).getStringClaim("email"))
                .isEqualTo("mia@acme.test");
    }

    @Test
    void aJwtAccessTokenIsSignedAndCanBeRevoked() {
        String wanting = fixture.web().jwt().add();
        Response answer = fixture.redeem(wanting, fixture.code(wanting));
        String token = text(answer, "access_token");

        JWTClaimsSet claims =
                fixture.keys.of(fixture.instance.id()).verified(token).orElseThrow();
        assertThat(claims.getAudience()).contains(wanting, "100");
        assertThat(claims.getClaim("client_id")).isEqualTo(wanting);
        assertThat(claims.getJWTID()).startsWith("V2_").contains("-at_");
        assertThat(fixture.userinfo(token).status()).isEqualTo(200);
        fixture.post(RevokeEndpoint.PATH, Map.of("token", token), ProviderFixture.basic(wanting, "s3cret"));
        assertThat(fixture.userinfo(token).status()).isEqualTo(401);
    }

    @Test
    void aCodeUsedTwiceRevokesWhatItBrought() {
        String code = fixture.code(client);
        Response first = fixture.redeem(client, code);

        assertThat(text(fixture.redeem(client, code), "error")).isEqualTo("invalid_grant");
        assertThat(fixture.userinfo(text(first, "access_token")).status()).isEqualTo(401);
        assertThat(text(fixture.refresh(client, text(first, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void aCodeIsGoodForAMinute() {
        String code = fixture.code(client);
        fixture.pass(Duration.ofSeconds(60));

        assertThat(text(fixture.redeem(client, code), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeIsBoundToItsClientItsRedirectUriAndItsVerifier() {
        String other = fixture.web().add();
        String code = fixture.code(client);

        assertThat(text(fixture.redeem(other, code), "error")).isEqualTo("invalid_grant");
        assertThat(text(fixture.redeem(client, code, "redirect_uri", "https://app.example.com/cb2"), "error"))
                .isEqualTo("invalid_grant");
        assertThat(text(fixture.redeem(client, code, "code_verifier", ""), "error_description"))
                .isEqualTo("code_verifier required");
        assertThat(text(fixture.redeem(client, code, "code_verifier", "x".repeat(43)), "error_description"))
                .isEqualTo("invalid code_verifier");
        assertThat(text(fixture.redeem(client, code, "code_verifier", "short"), "error_description"))
                .isEqualTo("invalid code_verifier");
        assertThat(fixture.redeem(client, code).status()).isEqualTo(200);
    }

    @Test
    void aVerifierWithoutAChallengeIsRefused() {
        String code = fixture.code(client, "code_challenge", "", "code_challenge_method", "");

        assertThat(text(fixture.redeem(client, code), "error_description"))
                .isEqualTo("code_verifier unexpectedly provided");
        assertThat(fixture.redeem(client, code, "code_verifier", "").status()).isEqualTo(200);
    }

    @Test
    void endingTheSessionEndsItsCodesAndTokens() {
        Response tokens = fixture.redeem(client, fixture.code(client));
        String code = fixture.code(client);
        fixture.store.write(tx -> {
            fixture.sessions.endSession(tx, fixture.instance.id(), "77", fixture.person.id());
            return tx;
        });

        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(401);
        assertThat(text(fixture.refresh(client, text(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
        assertThat(text(fixture.redeem(client, code), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void aRefreshTokenIsRenewedWithEveryUse() {
        Response first = fixture.redeem(client, fixture.code(client));
        Response second = fixture.refresh(client, text(first, "refresh_token"));

        assertThat(second.status()).isEqualTo(200);
        assertThat(text(second, "refresh_token")).isNotEqualTo(text(first, "refresh_token"));
        assertThat(fixture.userinfo(text(first, "access_token")).status()).isEqualTo(401);
        assertThat(fixture.userinfo(text(second, "access_token")).status()).isEqualTo(200);
    }

    @Test
    void aRefreshTokenUsedTwiceRevokesItsWholeFamily() {
        Response first = fixture.redeem(client, fixture.code(client));
        Response second = fixture.refresh(client, text(first, "refresh_token"));

        assertThat(text(fixture.refresh(client, text(first, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
        assertThat(text(fixture.refresh(client, text(second, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
        assertThat(fixture.userinfo(text(second, "access_token")).status()).isEqualTo(401);
    }

    @Test
    void aRefreshTokenLapsesWhenItIsNotUsedFor30Days() {
        Response first = fixture.redeem(client, fixture.code(client));
        fixture.pass(Duration.ofDays(30));

        assertThat(text(fixture.refresh(client, text(first, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void refreshingEndsAfter90Days() {
        Response tokens = fixture.redeem(client, fixture.code(client));
        for (int i = 0; i < 3; i++) {
            fixture.pass(Duration.ofDays(29));
            tokens = fixture.refresh(client, text(tokens, "refresh_token"));
            assertThat(tokens.status()).isEqualTo(200);
        }
        fixture.pass(Duration.ofDays(3));

        assertThat(text(fixture.refresh(client, text(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void aRefreshMayAskForLessAndNotForMore() {
        Response tokens = fixture.redeem(client, fixture.code(client, "scope", "openid email offline_access"));
        Response more = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token"), "scope", "phone"),
                ProviderFixture.basic(client, "s3cret"));
        Response less = fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        text(tokens, "refresh_token"),
                        "scope",
                        "openid"),
                ProviderFixture.basic(client, "s3cret"));

        assertThat(text(more, "error")).isEqualTo("invalid_scope");
        assertThat(less.status()).isEqualTo(200);
        assertThat(json(fixture.userinfo(text(less, "access_token")))).doesNotContainKey("email");
    }

    @Test
    void withoutTheGrantOrTheScopeThereIsNoRefreshToken() {
        String plain = fixture.web().grants(App.GrantType.AUTHORIZATION_CODE).add();

        assertThat(json(fixture.redeem(plain, fixture.code(plain)))).doesNotContainKey("refresh_token");
        assertThat(json(fixture.redeem(client, fixture.code(client, "scope", "openid"))))
                .doesNotContainKey("refresh_token");
        assertThat(text(fixture.refresh(plain, "any"), "error")).isEqualTo("unauthorized_client");
    }

    @Test
    void anAccessTokenExpiresAfterTwelveHours() {
        Response tokens = fixture.redeem(client, fixture.code(client));
        fixture.pass(Duration.ofHours(12));

        assertThat(fixture.userinfo(text(tokens, "access_token")).status()).isEqualTo(401);
    }

    @Test
    void oneOfManyAtOnceGetsTheTokensAndThenNobodyHasThem() throws Exception {
        String code = fixture.code(client);
        List<Response> answers = atOnce(() -> fixture.redeem(client, code));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .allSatisfy(answer -> assertThat(
                                fixture.userinfo(text(answer, "access_token")).status())
                        .isEqualTo(401));
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(answer -> assertThat(text(answer, "error")).isEqualTo("invalid_grant"));
    }

    @Test
    void aRefreshTokenIsUsedUpByOneOfManyAtOnce() throws Exception {
        String refreshToken = text(fixture.redeem(client, fixture.code(client)), "refresh_token");
        List<Response> answers = atOnce(() -> fixture.refresh(client, refreshToken));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 200)
                .allSatisfy(answer -> assertThat(text(fixture.refresh(client, text(answer, "refresh_token")), "error"))
                        .isEqualTo("invalid_grant"));
    }

    private static List<Response> atOnce(Callable<Response> request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Response> answers = new ArrayList<>();
            for (Future<Response> answer : threads.invokeAll(Collections.nCopies(6, request))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Test
    void aRequestIsAnsweredOnce() {
        AuthRequest request = fixture.ask(client);
        fixture.provider.requests().complete(fixture.call(), request, fixture.session("77"));

        assertThat(fixture.provider.requests().find(fixture.instance.id(), request.id()))
                .isEmpty();
        assertThatThrownBy(() -> fixture.provider.requests().refuse(fixture.call(), request, "access_denied", ""))
                .isInstanceOf(Problem.class);
    }

    @Test
    void eventsAndTablesHoldNoToken() {
        Response tokens = fixture.redeem(client, fixture.code(client));
        List<String> kept = fixture.store.read(sql -> sql.select(
                        "select payload from events union all select state from oidc_sessions union all select hash from tokens")
                .mapTo(String.class)
                .list());

        assertThat(kept)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(text(tokens, "access_token"))
                        .doesNotContain(text(tokens, "refresh_token")));
    }

    private JWTClaimsSet idToken(Response answer) {
        return fixture.keys
                .of(fixture.instance.id())
                .verified(text(answer, "id_token"))
                .orElseThrow();
    }
}
