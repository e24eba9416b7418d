package dev.ostiary.login;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person's browser: keeps cookies, follows redirects within the house, fills in forms. It runs no script, because there is none. */
final class Visitor {
    private static final Pattern FORM =
            Pattern.compile("<form method=\"post\" action=\"([^\"]+)\".*?</form>", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("<input [^>]*name=\"([^\"]+)\"[^>]*>");
    private static final Pattern VALUE = Pattern.compile(" value=\"([^\"]*)\"");
    private static final Pattern REFRESH = Pattern.compile("http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"([^\"]+)\"");

    private final House house;
    final Map<String, String> cookies = new LinkedHashMap<>();
    final List<String> setCookies = new ArrayList<>();
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Response page = Response.of(204);
    private String left = "";

    Visitor(House house) {
        this.house = house;
    }

    /** Opens an application, which sends the browser to the authorization endpoint; pairs are more parameters. */
    Visitor openApplication(String clientId, String redirectUri, String... more) {
        Map<String, String> query = new LinkedHashMap<>(Map.of(
                "client_id", clientId,
                "redirect_uri", redirectUri,
                "response_type", "code",
                "scope", "openid",
                "state", "s1",
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256"));
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        return get("/oauth/v2/authorize?" + encode(query));
    }

    Visitor open(String... more) {
        return openApplication(house.clientId, House.CALLBACK, more);
    }

    Visitor get(String target) {
        return arrive(send("GET", target, ""));
    }

    /** Sends the form that goes to this path, with the values it has except for these pairs. */
    Visitor submit(String action, String... values) {
        Map<String, String> form = form(action);
        for (int i = 0; i < values.length; i += 2) {
            form.put(values[i], values[i + 1]);
        }
        return post(action, form);
    }

    Visitor post(String path, Map<String, String> form) {
        return arrive(send("POST", path, encode(form)));
    }

    /** The fields of the form that goes to this path. */
    Map<String, String> form(String action) {
        Matcher forms = FORM.matcher(html());
        while (forms.find()) {
            if (forms.group(1).equals(action)) {
                return fields(forms.group());
            }
        }
        throw new AssertionError("no form goes to " + action + " on this page: " + html());
    }

    /** The value of a field of the form that goes to this path. */
    String field(String action, String name) {
        return form(action).getOrDefault(name, "");
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher inputs = FIELD.matcher(form);
        while (inputs.find()) {
            Matcher value = VALUE.matcher(inputs.group());
            fields.put(inputs.group(1), value.find() ? unescape(value.group(1)) : "");
        }
        return fields;
    }

    /** Sends one request, and does nothing with the answer. */
    Response send(String method, String target, String body) {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        sent.put(
                "Cookie",
                String.join(
                        "; ",
                        cookies.entrySet().stream()
                                .map(c -> c.getKey() + "=" + c.getValue())
                                .toList()));
        if (method.equals("POST")) {
            sent.put("Content-Type", "application/x-www-form-urlencoded");
            sent.putIfAbsent("Origin", house.origin);
        }
        int query = target.indexOf('?');
        Request request = new Request(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                House.HOST,
                "127.0.0.1",
                sent::get,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        return house.site.handle(request);
    }

    /** Keeps cookies, and follows redirects as long as they stay in the house. */
    private Visitor arrive(Response response) {
        response.headers().stream()
                .filter(header -> header.name().equals("Set-Cookie"))
                .forEach(header -> keep(header.value()));
        page = response;
        left = "";
        String location = header("Location");
        if (location.startsWith(house.origin + "/")) {
            return get(location.substring(house.origin.length()));
        }
        if (location.startsWith("/")) {
            return get(location);
        }
        Matcher refresh = REFRESH.matcher(html());
        left = refresh.find() ? unescape(refresh.group(1)) : location;
        return this;
    }

    private void keep(String cookie) {
        setCookies.add(cookie);
        int equals = cookie.indexOf('=');
        String value = cookie.substring(equals + 1, cookie.indexOf(';'));
        if (value.isEmpty()) {
            cookies.remove(cookie.substring(0, equals));
        } else {
            cookies.put(cookie.substring(0, equals), value);
        }
    }

    /** Where the browser has gone outside of the house; empty when it hasn't. */
    String left() {
        return left;
    }

    int status() {
        return page.status();
    }

    String html() {
        return new String(page.body(), StandardCharsets.UTF_8);
    }

    String title() {
        return html().replaceAll("(?s).*<h1>(.*?)</h1>.*", "$1");
    }

    String header(String name) {
        return page.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Response.Header::value)
                .findFirst()
                .orElse("");
    }

    List<String> links() {
        return LINK.matcher(html())
                .results()
                .map(found -> unescape(found.group(1)))
                .toList();
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private static String encode(Map<String, String> values) {
        return String.join(
                "&",
                values.entrySet().stream()
                        .map(value ->
                                value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }
}
