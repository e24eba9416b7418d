package dev.ostiary.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A person's browser, new for each sign-in: it keeps cookies, follows redirects and sends forms with the fields that the page gave them. It
 * loads neither styles nor scripts.
 *
 * @param client whose connections it uses
 */
record Browser(Client client, Map<String, String> cookies) {
    private static final int MOST_STEPS = 30;

    /** In a form that a person fills in, or that a provider has the browser post. */
    private static final String ASKING = "input[type=password], input[type=text], input[name=SAMLResponse]";

    /** What the person knows. */
    record Person(String account, String loginName, String password) {}

    /**
     * What a sign-in led to.
     *
     * @param location at the application
     * @param requests to the server under test
     */
    record Arrival(URI location, int requests) {}

    /**
     * A page of the server under test.
     *
     * @param requests to it, up to the page
     */
    record Shown(byte[] page, int requests) {}

    /** One request to come. */
    private record Step(URI to, String form) {}

    Browser(Client client) {
        this(client, new LinkedHashMap<>());
    }

    /**
     * Goes from a URL to the application.
     *
     * @param application where the person is sent in the end; nothing is sent there
     */
    Arrival open(String url, String application, Person person) throws IOException {
        Step step = new Step(URI.create(url), "");
        int requests = 0;
        for (int i = 0; i < MOST_STEPS; i++) {
            if (step.to().toString().startsWith(application)) {
                return new Arrival(step.to(), requests);
            }
            requests += step.to().getPort() == client.port() ? 1 : 0;
            Call call = call(step, person);
            Connection.Answer answer = client.send(step.to().getPort(), call);
            answer.cookies().forEach(this::keep);
            step = next(step, call, answer, person);
        }
        throw new IOException("the sign-in goes on and on, at " + step.to());
    }

    /** Goes from a URL to the first page. */
    Shown show(String url) throws IOException {
        Person nobody = new Person("", "", "");
        Step step = new Step(URI.create(url), "");
        for (int requests = 1; requests <= MOST_STEPS; requests++) {
            Call call = call(step, nobody);
            Connection.Answer answer = client.send(step.to().getPort(), call);
            if (answer.status() == 200) {
                return new Shown(answer.body(), requests);
            }
            answer.cookies().forEach(this::keep);
            step = next(step, call, answer, nobody);
        }
        throw new IOException("there is no page, at " + step.to());
    }

    private Call call(Step step, Person person) {
        StringBuilder headers = new StringBuilder();
        if (step.to().getPort() == client.port()) {
            headers.append("Accept: text/html\r\nAccept-Language: en\r\nCookie: ")
                    .append(cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")))
                    .append("\r\n");
        } else {
            headers.append(Upstream.ACCOUNT + ": ").append(person.account()).append("\r\n");
        }
        String target = step.to().getRawPath()
                + (step.to().getRawQuery() == null ? "" : "?" + step.to().getRawQuery());
        if (step.form().isEmpty()) {
            return new Call("GET " + target, headers.toString(), "");
        }
        headers.append("Origin: http://localhost:")
                .append(client.port())
                .append("\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        return new Call("POST " + target, headers.toString(), step.form());
    }

    private static Step next(Step step, Call call, Connection.Answer answer, Person person) throws IOException {
        if (answer.status() / 100 == 3) {
            return new Step(step.to().resolve(answer.location()), "");
        }
        if (answer.status() != 200) {
            throw new Client.Refused(call, answer);
        }
        Document page = Jsoup.parse(answer.text(), step.to().toString());
        Element refresh = page.selectFirst("meta[http-equiv=refresh]");
        if (refresh != null) {
            String content = refresh.attr("content");
            return new Step(
                    step.to()
                            .resolve(content.substring(
                                    content.toLowerCase(java.util.Locale.ROOT).indexOf("url=") + 4)),
                    "");
        }
        for (Element form : page.select("form")) {
            if (form.selectFirst(ASKING) != null) {
                return new Step(URI.create(form.absUrl("action")), filled(form, person));
            }
        }
        throw new IOException(call.line() + " leads to a page without a form: " + page.title() + " "
                + page.body().text());
    }

    private static String filled(Element form, Person person) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element input : form.select("input[name]")) {
            String value = input.attr("value");
            fields.put(
                    input.attr("name"),
                    switch (input.attr("type")) {
                        case "password" -> person.password();
                        case "text" -> value.isEmpty() ? person.loginName() : value;
                        default -> value;
                    });
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        String value = pair.substring(equals + 1);
        if (value.isEmpty() || cookie.contains("Max-Age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), value);
        }
    }
}
