package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ostiary.config.Settings;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Site;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.telemetry.Health;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    private final Site site;

    ApiInProcess(Path data) throws IOException {
        base = Foundation.open(Settings.read(Map.of("data", data.toString()), Map.of(), null));
        features = Features.on(base);
        administrator = new FirstStart(base, features)
                .create(List.of(HOST), credentials -> {})
                .orElseThrow()
                .personalAccessToken();
        organization = features.instances().all().getFirst().defaultOrganization();
        site = new Services(base, features).site(new Health(base.store()), new ProviderKeys(base.outbound()));
    }

    /** @param about the organization that it is about; empty for the caller's own */
    Answer call(String token, String about, String method, String path, String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Authorization", "Bearer " + token);
        if (!about.isEmpty()) {
            headers.put("x-zitadel-orgid", about);
        }
        int query = path.indexOf('?');
        return answer(site.handle(request(
                method,
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                headers,
                body.replace('\'', '"'))));
    }

    private static Request request(String method, String path, String query, Map<String, String> headers, String body) {
        return new Request(
                method,
                path,
                query,
                HOST,
                "127.0.0.1",
                headers::get,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Answer answer(Response answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return new Answer(
                answer.status(),
                body.isEmpty() ? new JsonObject() : JsonParser.parseString(body).getAsJsonObject());
    }

    /** Where a browser is sent that asks for a page. */
    URI location(String path, Map<String, String> parameters) {
        Response answer = site.handle(request("GET", path, encoded(parameters), Map.of(), ""));
        return answer.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("Location"))
                .map(header -> URI.create(header.value()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(new String(answer.body(), StandardCharsets.UTF_8)));
    }

    /** A form that an application posts. */
    Answer post(String path, Map<String, String> parameters) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return answer(site.handle(request("POST", path, "", headers, encoded(parameters))));
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
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

    /** What sets up an OpenID Provider. */
    static String openId(TestProvider op, String options) {
        return "{'name':'Work','issuer':'" + op.issuer() + "','clientId':'" + TestProvider.CLIENT + "','clientSecret':'"
                + TestProvider.SECRET + "','providerOptions':" + options + "}";
    }

    /** Sets up an OpenID Provider of the instance and offers it on the sign-in pages; returns its id. */
    String offered(TestProvider op, String options) {
        String idp = admin("POST", "/admin/v1/idps/generic_oidc", openId(op, options))
                .ok()
                .text("id");
        admin("POST", "/admin/v1/policies/login/idps", "{'idpId':'" + idp + "'}")
                .ok();
        return idp;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : base.parts()) {
            part.close();
        }
    }
}
