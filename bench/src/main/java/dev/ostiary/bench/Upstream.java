package dev.ostiary.bench;

import com.google.gson.JsonObject;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The provider that people sign in through: everybody who comes with the header {@link #ACCOUNT} has an account by that name. It remembers
 * nothing, asks nothing, and is the same for every subject.
 */
final class Upstream implements AutoCloseable {
    static final String ACCOUNT = "X-Account";

    private final HttpServer server;
    private final ECKey key;
    private final JWSSigner signer;

    private Upstream(HttpServer server, ECKey key, JWSSigner signer) {
        this.server = server;
        this.key = key;
        this.signer = signer;
    }

    static Upstream start() throws IOException {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID("upstream").generate();
            HttpServer server = onLoopback();
            Upstream upstream = new Upstream(server, key, new ECDSASigner(key));
            server.createContext("/", upstream::answer);
            server.start();
            return upstream;
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    /** A server for many connections, not started. */
    static HttpServer onLoopback() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String issuer() {
        return "http://127.0.0.1:" + port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> json(exchange, metadata());
                case "/jwks" -> json(exchange, new JWKSet(key.toPublicJWK()).toString());
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                case "/userinfo" -> json(exchange, userinfo(exchange));
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private String metadata() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "userinfo_endpoint": "%1$s/userinfo", "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
                 "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                 "code_challenge_methods_supported": ["S256"], "scopes_supported": ["openid", "profile", "email"]}""".formatted(issuer());
    }

    /** The code is all that is known: account, nonce and client. */
    private static void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        String account = exchange.getRequestHeaders().getFirst(ACCOUNT);
        String code = String.join("\n", account, query.getOrDefault("nonce", ""), query.get("client_id"));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        query.get("redirect_uri") + "?code="
                                + Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(code.getBytes(StandardCharsets.UTF_8))
                                + "&state=" + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String[] code =
                new String(Base64.getUrlDecoder().decode(form.get("code")), StandardCharsets.UTF_8).split("\n", -1);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(code[0])
                .audience(code[2])
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
        profile(code[0])
                .asMap()
                .forEach((name, value) -> claims.claim(
                        name,
                        value.getAsJsonPrimitive().isBoolean() ? (Object) value.getAsBoolean() : value.getAsString()));
        if (!code[1].isEmpty()) {
            claims.claim("nonce", code[1]);
        }
        SignedJWT idToken = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims.build());
        try {
            idToken.sign(signer);
        } catch (JOSEException e) {
            throw new IOException(e);
        }
        json(
                exchange,
                "{\"access_token\": \"" + code[0]
                        + "\", \"token_type\": \"Bearer\", \"expires_in\": 300, \"id_token\": \"" + idToken.serialize()
                        + "\"}");
    }

    private static String userinfo(HttpExchange exchange) {
        String account = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        return profile(account).toString();
    }

    private static JsonObject profile(String account) {
        JsonObject profile = new JsonObject();
        profile.addProperty("sub", account);
        profile.addProperty("name", "Minnie Mouse");
        profile.addProperty("given_name", "Minnie");
        profile.addProperty("family_name", "Mouse");
        profile.addProperty("preferred_username", account);
        profile.addProperty("email", account + "@example.com");
        profile.addProperty("email_verified", true);
        return profile;
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair.length == 1 ? "" : pair[1], StandardCharsets.UTF_8),
                        (first, again) -> again));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
