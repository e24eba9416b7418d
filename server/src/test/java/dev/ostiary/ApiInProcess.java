package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ostiary.config.Settings;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.wire.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The server's own wiring without a socket: JSON calls go through routes, tokens and permissions like any other. */
final class ApiInProcess implements AutoCloseable {
    private static final String HOST = "id.example.com";

    /** What a call was answered. */
    record Answer(int status, JsonObject body) {
        String text(String path) {
            JsonElement at = body;
            for (String name : path.split("\\.")) {
                at = at.getAsJsonObject().get(name);
            }
            return at.getAsString();
        }

        /** One text of each entry of {@code result}. */
        List<String> results(String name) {
            return body.has("result")
                    ? body.getAsJsonArray("result").asList().stream()
                            .map(each -> each.isJsonPrimitive()
                                    ? each.getAsString()
                                    : each.getAsJsonObject().get(name).getAsString())
                            .toList()
                    : List.of();
        }

        Answer ok() {
            assertThat(status).as("%s", body).isEqualTo(200);
            return this;
        }

        /** It was refused with this status and error id. */
        void refused(int expected, String id) {
            assertThat(status).as("%s", body).isEqualTo(expected);
            assertThat(text("message")).endsWith("(" + id + ")");
        }
    }

    final Foundation base;
    final Features features;
    final String organization;
    /** Token of the first machine user, who may do anything. */
    final String administrator;

    private final Api api;

    ApiInProcess(Path data) throws IOException {
        base = Foundation.open(Settings.read(Map.of("data", data.toString()), Map.of(), null));
        features = Features.on(base);
        administrator = new FirstStart(base, features)
                .create(List.of(HOST), credentials -> {})
                .orElseThrow()
                .personalAccessToken();
        organization = features.instances().all().getFirst().defaultOrganization();
        api = new Services(base, features).api();
    }

    /** @param about the organization that it is about; empty for the caller's own */
    Answer call(String token, String about, String method, String path, String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Authorization", "Bearer " + token);
        if (!about.isEmpty()) {
            headers.put("x-zitadel-orgid", about);
        }
        Response answer = api.handle(new Request(
                method,
                path,
                "",
                HOST,
                "127.0.0.1",
                headers::get,
                new ByteArrayInputStream(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8))));
        return new Answer(
                answer.status(),
                JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
                        .getAsJsonObject());
    }

    /** A call of the administrator about the first organization. */
    Answer admin(String method, String path, String body) {
        return call(administrator, "", method, path, body);
    }

    /** A user with a token. */
    record Robot(String id, String token) {}

    Robot robot(String name) {
        String id = admin("POST", "/management/v1/users/machine", "{'userName':'" + name + "','name':'" + name + "'}")
                .ok()
                .text("userId");
        return new Robot(
                id,
                admin("POST", "/management/v1/users/" + id + "/pats", "{}").ok().text("token"));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : base.parts()) {
            part.close();
        }
    }
}
