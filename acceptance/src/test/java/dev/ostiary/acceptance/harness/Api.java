package dev.ostiary.acceptance.harness;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 calls of one caller to one server. Redirects are answers, not followed. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI origin;
    private final Map<String, String> headers;

    private Api(HttpClient client, URI origin, Map<String, String> headers) {
        this.client = client;
        this.origin = origin;
        this.headers = headers;
    }

    /** Calls to {@code origin} without any Authorization. */
    public static Api at(URI origin) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        return new Api(client, origin, Map.of());
    }

    /** The same with a bearer token. */
    public Api as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same for another organization ({@code x-zitadel-orgid}). */
    public Api in(String organization) {
        return with("x-zitadel-orgid", organization);
    }

    /** The same with one more header. */
    public Api with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Api(client, origin, more);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, JsonElement body) {
        return with("Content-Type", "application/json").send("POST", path, body.toString());
    }

    public Answer put(String path, JsonElement body) {
        return with("Content-Type", "application/json").send("PUT", path, body.toString());
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** A form, as OAuth's token endpoint takes it. */
    public Answer form(String path, String form) {
        return with("Content-Type", "application/x-www-form-urlencoded").send("POST", path, form);
    }

    /** Any method, any path as it stands, any body ({@code null} for none). */
    public Answer send(String method, String path, @Nullable String body) {
        HttpResponse<byte[]> response =
                exchange(method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return new Answer(
                response.statusCode(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
    }

    /** The same with bytes, both ways. */
    public HttpResponse<byte[]> bytes(String method, String path, byte[] body) {
        return exchange(method, path, BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<byte[]> exchange(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(TIMEOUT)
                .method(method, body);
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
