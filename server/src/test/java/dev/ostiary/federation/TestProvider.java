package dev.ostiary.federation;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import dev.ostiary.federation.token.TokenForge;
import dev.ostiary.http.Parameters;
import dev.ostiary.outbound.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An OpenID Provider on loopback that does what a good one does, until a test tells it otherwise. */
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT = "ostiary client";
    public static final String SECRET = "s3cr%t:+/&";

    private final InstantSource clock;
    final TestServer server = new TestServer();
    private final Map<String, Parameters> requests = new ConcurrentHashMap<>();

    /** Changes the metadata. */
    public volatile UnaryOperator<Map<String, Object>> metadata = UnaryOperator.identity();

    public volatile UnaryOperator<JWTClaimsSet.Builder> idToken = UnaryOperator.identity();
    volatile Function<JWTClaimsSet, String> signing =
            claims -> TokenForge.sign(claims, JWSAlgorithm.RS256, TokenForge.RSA);

    /** What is known of the person: the userinfo answer. */
    public volatile Map<String, Object> person = alice();

    /** Whom it takes for a client, by id and secret. */
    volatile BiPredicate<String, String> client = (id, secret) -> id.equals(CLIENT) && secret.equals(SECRET);

    public volatile TestServer.Answering token = this::token;
    volatile TestServer.Answering userinfo = this::userinfo;

    public TestProvider(InstantSource clock) {
        this.clock = clock;
        String keys = TokenForge.published().toString();
        server.on(
                        "/.well-known/openid-configuration",
                        exchange -> TestServer.send(
                                exchange,
                                200,
                                "application/json",
                                JSONObjectUtils.toJSONString(metadata.apply(announced()))))
                .on("/keys", exchange -> TestServer.send(exchange, 200, "application/json", keys))
                .on("/token", exchange -> token.answer(exchange))
                .on("/userinfo", exchange -> userinfo.answer(exchange));
    }

    public String issuer() {
        return server.uri("").toString();
    }

    /** Lets it speak as another provider does, whose calls are brought here. */
    void standInFor(String other, String clientId) {
        metadata = document -> {
            document.replaceAll((name, value) -> value instanceof String url ? url.replace(issuer(), other) : value);
            return document;
        };
        idToken = claims -> claims.issuer(other).audience(clientId);
    }

    /** A token about a person as a site's proxy hands it over. */
    public String handedToken(Map<String, Object> person) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
        person.forEach(claims::claim);
        return signing.apply(claims.issuer(issuer())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                .build());
    }

    /** A logout token about the person, as a good provider makes it, with something changed. */
    public String logoutToken(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signing.apply(change.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject("alice-there")
                        .audience(CLIENT)
                        .issueTime(Date.from(clock.instant()))
                        .expirationTime(Date.from(clock.instant().plusSeconds(120)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())))
                .build());
    }

    public static Map<String, Object> alice() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", "alice-there");
        claims.put("preferred_username", "alice");
        claims.put("given_name", "Alice");
        claims.put("family_name", "Doe");
        claims.put("name", "Alice Doe");
        claims.put("email", "alice@acme.test");
        claims.put("email_verified", true);
        claims.put("locale", "de_CH");
        return claims;
    }

    private Map<String, Object> announced() {
        Map<String, Object> document = new HashMap<>();
        document.put("issuer", issuer());
        document.put("authorization_endpoint", issuer() + "/auth");
        document.put("token_endpoint", issuer() + "/token");
        document.put("jwks_uri", issuer() + "/keys");
        document.put("userinfo_endpoint", issuer() + "/userinfo");
        document.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
        document.put("code_challenge_methods_supported", List.of("S256"));
        return document;
    }

    /** The person agrees at the provider: returns what the browser brings back. */
    public Map<String, String> agree(URI request) {
        Parameters asked = Parameters.parse(request.getRawQuery());
        String code = "code-" + requests.size();
        requests.put(code, asked);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("code", code);
        answer.put("state", asked.first("state").orElseThrow());
        return answer;
    }

    private void token(HttpExchange exchange) throws IOException {
        Parameters form =
                Parameters.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Parameters asked = requests.remove(form.first("code").orElse(""));
        if (!isClient(exchange, form)) {
            refuse(exchange, 401, "invalid_client");
        } else if (asked == null || !redirectFits(asked, form) || !verifierFits(asked, form)) {
            refuse(exchange, 400, "invalid_grant");
        } else {
            TestServer.send(
                    exchange,
                    200,
                    "application/json",
                    JSONObjectUtils.toJSONString(
                            Map.of("access_token", "access", "token_type", "Bearer", "id_token", idToken(asked))));
        }
    }

    String idToken(Parameters asked) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("alice-there")
                .audience(CLIENT)
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                .claim("nonce", asked.first("nonce").orElse(null));
        return signing.apply(idToken.apply(claims).build());
    }

    private boolean isClient(HttpExchange exchange, Parameters form) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            return client.test(
                    form.first("client_id").orElse(""),
                    form.first("client_secret").orElse(""));
        }
        String[] parts = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8).split(":");
        return client.test(
                URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }

    private static boolean redirectFits(Parameters asked, Parameters form) {
        return asked.first("redirect_uri").equals(form.first("redirect_uri"));
    }

    private static boolean verifierFits(Parameters asked, Parameters form) {
        String verifier = form.first("code_verifier").orElse("");
        return asked.first("code_challenge")
                .map(challenge -> !verifier.isEmpty()
                        && CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                                .getValue()
                                .equals(challenge))
                .orElse(verifier.isEmpty());
    }

    private void userinfo(HttpExchange exchange) throws IOException {
        boolean known = "Bearer access".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        TestServer.send(exchange, known ? 200 : 401, "application/json", JSONObjectUtils.toJSONString(person));
    }

    static void refuse(HttpExchange exchange, int status, String error) throws IOException {
        TestServer.send(exchange, status, "application/json", "{\"error\": \"" + error + "\"}");
    }

    @Override
    public void close() {
        server.close();
    }
}
