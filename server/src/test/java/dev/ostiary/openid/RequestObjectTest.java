package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.http.Response;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorization requests that the application has signed (RFC 9101). */
class RequestObjectTest {
    private static KeyPair key;
    private static KeyPair foreign;

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String app;
    private String keyId;

    @BeforeAll
    static void keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        foreign = generator.generateKeyPair();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        app = fixture.keyed().add();
        keyId = fixture.addKey(app, key.getPublic(), fixture.now.get().plus(Duration.ofDays(1)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private JWTClaimsSet.Builder claims() {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        authorization(app, "state", "signed", "max_age", "").forEach(claims::claim);
        return claims.issuer(app)
                .audience(ProviderFixture.ORIGIN)
                .issueTime(at(0))
                .expirationTime(at(300))
                .claim("max_age", 300);
    }

    private Date at(int seconds) {
        return Date.from(fixture.now.get().plusSeconds(seconds));
    }

    private JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID(keyId).type(new JOSEObjectType("oauth-authz-req+jwt"));
    }

    private static String signed(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer) throws JOSEException {
        SignedJWT object = new SignedJWT(header, claims.build());
        object.sign(signer);
        return object.serialize();
    }

    private String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(header(JWSAlgorithm.PS256).build(), claims, new RSASSASigner(key.getPrivate()));
    }

    private Response ask(String object, String... more) {
        Map<String, String> query = new LinkedHashMap<>(Map.of("client_id", app, "request", object));
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        return fixture.get(AuthorizeEndpoint.PATH, query);
    }

    private AuthRequest waiting(Response redirect) {
        String id = location(ProviderFixture.header(redirect, "Location")).getOrDefault("authRequestID", "");
        return fixture.provider.requests().find(fixture.instance.id(), id).orElseThrow();
    }

    private void refused(String object) {
        Response answer = ask(object);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "error")).isEqualTo("invalid_request_object");
        assertThat(ProviderFixture.header(answer, "Location")).isEmpty();
    }

    @Test
    void aSignedRequestCountsAndWhatElseTheBrowserBringsDoesNot() throws Exception {
        AuthRequest request = waiting(ask(
                signed(claims()), "scope", "openid phone", "state", "other", "redirect_uri", "https://evil.example/"));

        assertThat(request.redirectUri()).isEqualTo(ProviderFixture.CALLBACK);
        assertThat(request.state()).isEqualTo("signed");
        assertThat(request.scopes()).doesNotContain("phone").contains("openid", "email");
        assertThat(request.maxAge()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatIsWrongInsideIsToldToTheApplication() throws Exception {
        Response answer = ask(signed(claims().claim("response_type", "token")));

        assertThat(location(ProviderFixture.header(answer, "Location")))
                .containsEntry("error", "unsupported_response_type")
                .containsEntry("state", "signed");
    }

    @Test
    void severalResourcesCanBeSigned() throws Exception {
        String project = "urn:zitadel:iam:org:project:id:" + ProviderFixture.PROJECT;

        assertThat(waiting(ask(signed(claims().claim("resource", List.of(project, project)))))
                        .audience())
                .contains(ProviderFixture.PROJECT);
    }

    @Test
    void anOrdinaryTypeOrNoneIsTaken() throws Exception {
        for (JOSEObjectType type : new JOSEObjectType[] {null, JOSEObjectType.JWT}) {
            String object =
                    signed(header(JWSAlgorithm.RS256).type(type).build(), claims(), new RSASSASigner(key.getPrivate()));
            assertThat(ask(object).status()).isEqualTo(302);
        }
    }

    @ParameterizedTest
    @CsvSource({"iss, 404", "iss,", "aud, https://other.example", "aud,", "client_id, 404", "client_id,", "exp,"})
    void anObjectThatIsOfOrForSomebodyElseIsRefused(String claim, String value) throws Exception {
        refused(signed(claims().claim(claim, value)));
    }

    @Test
    void anObjectIsGoodInItsTimeOnly() throws Exception {
        refused(signed(claims().expirationTime(at(-2))));
        refused(signed(claims().expirationTime(at(3602))));
        refused(signed(claims().issueTime(at(10))));
        refused(signed(claims().notBeforeTime(at(10))));
    }

    @Test
    void anAssertionOfTheClientIsNoRequest() throws Exception {
        refused(signed(claims().subject(app)));
        refused(signed(
                header(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("logout+jwt"))
                        .build(),
                claims(),
                new RSASSASigner(key.getPrivate())));
    }

    @Test
    void onlyTheApplicationsOwnKeySigns() throws Exception {
        refused(signed(header(JWSAlgorithm.RS256).build(), claims(), new RSASSASigner(foreign.getPrivate())));
        refused(signed(header(JWSAlgorithm.RS256).keyID("404").build(), claims(), new RSASSASigner(key.getPrivate())));
        refused(signed(
                header(JWSAlgorithm.HS256).build(),
                claims(),
                new MACSigner(key.getPublic().getEncoded())));
        refused(new PlainJWT(claims().build()).serialize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x.y.z", "e30.e30.e30", "\u0000"})
    void whatIsNoTokenIsRefused(String object) {
        refused(object);
    }

    @Test
    void anApplicationWithoutKeysSignsNothing() throws Exception {
        String other = fixture.web().add();
        Response answer = fixture.get(
                AuthorizeEndpoint.PATH,
                Map.of(
                        "client_id",
                        other,
                        "request",
                        signed(claims().issuer(other).claim("client_id", other))));

        assertThat(text(answer, "error")).isEqualTo("invalid_request_object");
    }

    @Test
    void anObjectInAnObjectAndTwoRequestsAreRefused() throws Exception {
        String inner = signed(claims());

        assertThat(location(ProviderFixture.header(ask(signed(claims().claim("request", inner))), "Location")))
                .containsEntry("error", "request_not_supported");
        assertThat(json(ask(inner, "request_uri", "https://app.example.com/request")))
                .containsEntry("error", "invalid_request");
    }

    @Test
    void aSignedRequestCanBePushed() throws Exception {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "request",
                signed(claims()),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion(),
                "scope",
                "openid phone"));
        Response pushed = fixture.post(PushedAuthorizationEndpoint.PATH, form, Map.of());
        AuthRequest request = waiting(fixture.get(
                AuthorizeEndpoint.PATH, Map.of("client_id", app, "request_uri", text(pushed, "request_uri"))));

        assertThat(request.state()).isEqualTo("signed");
        assertThat(request.scopes()).doesNotContain("phone");
        form.put("request", signed(claims().claim("client_id", "404")));
        form.put("client_assertion", assertion());
        assertThat(text(fixture.post(PushedAuthorizationEndpoint.PATH, form, Map.of()), "error"))
                .isEqualTo("invalid_request_object");
    }

    private String assertion() throws JOSEException {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
                new JWTClaimsSet.Builder()
                        .issuer(app)
                        .subject(app)
                        .audience(ProviderFixture.ORIGIN)
                        .expirationTime(at(60)),
                new RSASSASigner(key.getPrivate()));
    }
}
