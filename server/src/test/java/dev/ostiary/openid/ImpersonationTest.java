package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static dev.ostiary.openid.TokenExchangeTest.ACCESS;
import static dev.ostiary.openid.TokenExchangeTest.ID;
import static dev.ostiary.openid.TokenExchangeTest.JWT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.App;
import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.http.Response;
import dev.ostiary.store.Json;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User;
import dev.ostiary.user.UserEvent;
import dev.ostiary.user.Users;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a token to act in the name of somebody else (RFC 8693 section 4.1). */
class ImpersonationTest {
    private static final String USER_ID = "urn:zitadel:params:oauth:token-type:user_id";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;
    private Stored<User> robot;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = TokenExchangeTest.exchanger(fixture).add();
        robot = fixture.machine("robot", User.TokenType.BEARER);
        fixture.impersonation.set(true);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void give(String user, String resource, String role) {
        fixture.store.write(tx -> fixture.members.add(tx, fixture.instance.id(), resource, "", user, List.of(role)));
    }

    private void mayImpersonate() {
        give(robot.id(), fixture.organization, "ORG_END_USER_IMPERSONATOR");
    }

    private String actor() {
        PersonalAccessTokens tokens = new PersonalAccessTokens(fixture.ids);
        return fixture.store
                .write(tx -> tokens.add(tx, robot, "", PersonalAccessTokens.API_SCOPES, Expiration.NEVER))
                .token();
    }

    private Response exchange(String type, String subject, String... more) {
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("grant_type", TokenExchangeGrant.NAME, "subject_token", subject, "subject_token_type", type));
        form.put("actor_token_type", ACCESS);
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return fixture.post(TokenEndpoint.PATH, form, ProviderFixture.basic(client, "s3cret"));
    }

    private Response impersonate(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "actor_token";
        all[1] = actor();
        System.arraycopy(more, 0, all, 2, more.length);
        return exchange(USER_ID, fixture.person.id(), all);
    }

    private Map<String, Object> act(String user) {
        return Map.of("iss", ProviderFixture.ORIGIN, "sub", user);
    }

    private List<UserEvent> events() {
        return fixture.store.read(sql -> sql
                .select(
                        "select payload from events where instance = ? and type = 'user.impersonated'",
                        fixture.instance.id())
                .mapTo(String.class)
                .list()
                .stream()
                .<UserEvent>map(json -> Json.read(json, UserEvent.Impersonated.class))
                .toList());
    }

    @Test
    void whoHasThePermissionActsInTheNameOfAUser() {
        mayImpersonate();
        Response answer = impersonate("scope", "openid email");
        String token = text(answer, "access_token");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(fixture.userinfo(token), "email")).isEqualTo("mia@acme.test");
        assertThat(json(fixture.post(
                        IntrospectEndpoint.PATH, Map.of("token", token), ProviderFixture.basic(client, "s3cret"))))
                .containsEntry("sub", fixture.person.id())
                .containsEntry("act", act(robot.id()));
        assertThat(fixture.keys
                        .of(fixture.instance.id())
                        .verified(text(answer, "id_token"))
                        .orElseThrow()
                        .getClaim("act"))
                .isEqualTo(act(robot.id()));
        assertThat(events()).containsExactly(new UserEvent.Impersonated(robot.id(), client));
    }

    @Test
    void aJwtAndAnIdTokenTellTheActor() {
        mayImpersonate();
        for (String type : List.of(JWT, ID)) {
            Response answer = impersonate("requested_token_type", type);

            JWTClaimsSet claims = fixture.keys
                    .of(fixture.instance.id())
                    .verified(text(answer, "access_token"))
                    .orElseThrow();
            assertThat(claims.getSubject()).isEqualTo(fixture.person.id());
            assertThat(claims.getClaim("act")).isEqualTo(act(robot.id()));
        }
        assertThat(events()).hasSize(2);
    }

    @Test
    void whoActedBeforeStaysKnown() {
        mayImpersonate();
        String first = text(impersonate(), "access_token");
        Response kept = exchange(ACCESS, first, "actor_token_type", "", "requested_token_type", JWT);
        assertThat(fixture.keys
                        .of(fixture.instance.id())
                        .verified(text(kept, "access_token"))
                        .orElseThrow()
                        .getClaim("act"))
                .isEqualTo(act(robot.id()));
        Response nested = exchange(ACCESS, first, "actor_token", actor(), "requested_token_type", JWT);
        Map<String, Object> twice = new LinkedHashMap<>(act(robot.id()));
        twice.put("act", act(robot.id()));
        assertThat(fixture.keys
                        .of(fixture.instance.id())
                        .verified(text(nested, "access_token"))
                        .orElseThrow()
                        .getClaim("act"))
                .isEqualTo(twice);
    }

    @Test
    void theChainOfActorsHasAnEnd() {
        mayImpersonate();
        Response last = impersonate();
        for (int i = 1; i < 8; i++) {
            last = exchange(ACCESS, text(last, "access_token"), "actor_token", actor());
            assertThat(last.status()).isEqualTo(200);
        }
        assertThat(text(exchange(ACCESS, text(last, "access_token"), "actor_token", actor()), "error"))
                .isEqualTo("invalid_request");
    }

    private void refused(Response answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(json(answer)).containsEntry("error", "invalid_request").doesNotContainKey("access_token");
        assertThat(events()).isEmpty();
    }

    @Test
    void withoutThePolicyNobodyImpersonates() {
        mayImpersonate();
        fixture.impersonation.set(false);

        refused(impersonate());
    }

    @Test
    void withoutThePermissionOnTheUsersOrganizationNobodyImpersonates() {
        refused(impersonate());
        give(robot.id(), "4711", "ORG_END_USER_IMPERSONATOR");
        give(robot.id(), fixture.organization, "ORG_OWNER");
        refused(impersonate());
    }

    @Test
    void aRoleOnTheInstanceIsEnough() {
        give(robot.id(), fixture.instance.id(), "IAM_END_USER_IMPERSONATOR");

        assertThat(impersonate().status()).isEqualTo(200);
    }

    @Test
    void anAdministratorIsImpersonatedByThoseWhoMayDoThatOnly() {
        give(fixture.person.id(), fixture.organization, "ORG_OWNER");
        mayImpersonate();
        refused(impersonate());
        give(robot.id(), fixture.instance.id(), "IAM_ADMIN_IMPERSONATOR");

        assertThat(impersonate().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {USER_ID, JWT})
    void aUserWhoIsOnlyNamedNeedsAnActor(String type) throws Exception {
        mayImpersonate();
        String subject = type.equals(JWT) ? vouchedFor(fixture.web()) : fixture.person.id();
        Response answer = exchange(type, subject, "actor_token_type", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("error", "invalid_request").doesNotContainKey("access_token");
    }

    /** A JWT by which a new application, with the key of its own, vouches for the person. */
    private String vouchedFor(ProviderFixture.AppBuilder app) throws Exception {
        client = app.grants(App.GrantType.TOKEN_EXCHANGE).add();
        KeyPair key = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String keyId = fixture.addKey(client, key.getPublic(), fixture.now.get().plus(Duration.ofDays(1)));
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
                new JWTClaimsSet.Builder()
                        .issuer(client)
                        .subject(fixture.person.id())
                        .audience(ProviderFixture.ORIGIN)
                        .expirationTime(Date.from(fixture.now.get().plusSeconds(60)))
                        .build());
        token.sign(new RSASSASigner(key.getPrivate()));
        return token.serialize();
    }

    @Test
    void anApplicationVouchesForAUserWithItsOwnKeyOnly() throws Exception {
        mayImpersonate();
        String vouched = vouchedFor(fixture.web());

        assertThat(exchange(JWT, vouched, "actor_token", actor()).status()).isEqualTo(200);
        client = TokenExchangeTest.exchanger(fixture).add();
        assertThat(text(exchange(JWT, vouched, "actor_token", actor()), "error_description"))
                .isEqualTo("subject_token is not valid");
    }

    @Test
    void whoActsAsAnotherActsAsNobodyElseByThat() {
        mayImpersonate();
        give(fixture.person.id(), "4711", "ORG_END_USER_IMPERSONATOR");
        String token = text(impersonate(), "access_token");

        assertThat(text(exchange(USER_ID, robot.id(), "actor_token", token), "error_description"))
                .isEqualTo("actor_token is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {USER_ID, JWT, "urn:ietf:params:oauth:token-type:refresh_token"})
    void anActorHasATokenOfItsOwn(String type) {
        mayImpersonate();

        assertThat(text(
                        exchange(USER_ID, fixture.person.id(), "actor_token", robot.id(), "actor_token_type", type),
                        "error_description"))
                .isEqualTo("actor_token is not valid");
    }

    @Test
    void noMoreIsHadThanTheActorMayAskFor() {
        mayImpersonate();

        assertThat(text(impersonate("scope", "urn:zitadel:iam:org:project:id:zitadel:aud"), "error"))
                .isEqualTo("invalid_scope");
        assertThat(text(impersonate("audience", "900"), "error")).isEqualTo("invalid_target");
    }

    @Test
    void aTokenEndsWithItsActor() {
        mayImpersonate();
        String token = text(impersonate(), "access_token");
        fixture.store.write(tx -> tx.record(
                Users.KIND,
                robot.stream(),
                fixture.users.find(tx.sql(), fixture.instance.id(), robot.id()).orElseThrow(),
                "",
                List.of(new UserEvent.Removed())));

        assertThat(fixture.userinfo(token).status()).isEqualTo(401);
    }

    @Test
    void aUserWhoIsNotThereIsNobodysSubject() {
        mayImpersonate();

        assertThat(text(exchange(USER_ID, "404", "actor_token", actor()), "error_description"))
                .isEqualTo("subject_token is not valid");
    }
}
