package dev.ostiary.acceptance.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares answers with recorded ones: status, the headers that matter, and the whole body. */
final class Comparison {
    /** Compared even when the recording lacks them: nothing more may be said than was recorded, and nothing less. */
    private static final Set<String> HEADERS = Set.of(
            "cache-control",
            "pragma",
            "content-type",
            "x-robots-tag",
            "www-authenticate",
            "location",
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-allow-origin",
            "access-control-expose-headers");

    private final Bindings bindings;
    private final List<Difference> found = new ArrayList<>();

    private Comparison(Bindings bindings) {
        this.bindings = bindings;
    }

    static List<Difference> of(Exchange recorded, Answer here, Bindings bindings) {
        Comparison comparison = new Comparison(bindings);
        comparison.text("status", String.valueOf(recorded.status()), String.valueOf(here.status()));
        comparison.headers(recorded.answered(), here);
        comparison.body(recorded, here);
        return comparison.found;
    }

    /** Compares two JSON documents; the paths of what differs begin with {@code root}. */
    static List<Difference> of(String root, JsonElement recorded, JsonElement here, Bindings bindings) {
        Comparison comparison = new Comparison(bindings);
        comparison.json(root, recorded, here);
        return comparison.found;
    }

    private void headers(Map<String, String> recorded, Answer here) {
        for (String name : new TreeSet<>(HEADERS)) {
            String answered = here.header(name);
            text(
                    "header " + name,
                    recorded.getOrDefault(name, Difference.ABSENT),
                    answered.isEmpty() ? Difference.ABSENT : answered);
        }
    }

    private void body(Exchange recorded, Answer here) {
        if (recorded.json() != null) {
            try {
                json("body", recorded.json(), Json.parse(here.text()));
            } catch (JsonParseException e) {
                found.add(new Difference("body", recorded.json().toString(), here.text()));
            }
        } else if (recorded.text() != null && !recorded.text().equals("{{html page}}")) {
            text("body", recorded.text(), here.text());
        }
    }

    private void json(String path, @Nullable JsonElement recorded, @Nullable JsonElement here) {
        switch (recorded) {
            case JsonObject object when here instanceof JsonObject other -> members(path, object, other);
            case JsonArray array
            when here instanceof JsonArray other && !arePlain(array, other) -> elements(path, array, other);
            case JsonPrimitive text
            when text.isString() && here instanceof JsonPrimitive other && fits(text.getAsString(), other) -> {}
            case null, default -> {
                if (recorded == null || !recorded.equals(here)) {
                    found.add(new Difference(path, shown(recorded), shown(here)));
                }
            }
        }
    }

    private void elements(String path, JsonArray recorded, JsonArray here) {
        for (int i = 0; i < Math.max(recorded.size(), here.size()); i++) {
            json(path + "." + i, i < recorded.size() ? recorded.get(i) : null, i < here.size() ? here.get(i) : null);
        }
    }

    /** Lists of names are one value: what differs is the list, not each of its places. */
    private static boolean arePlain(JsonArray recorded, JsonArray here) {
        return !recorded.toString().contains("{{")
                && Stream.concat(recorded.asList().stream(), here.asList().stream())
                        .allMatch(JsonElement::isJsonPrimitive);
    }

    private boolean fits(String recorded, JsonPrimitive here) {
        return (here.isString() || recorded.equals("{{time}}") && here.isNumber())
                && bindings.matches(recorded, here.getAsString());
    }

    private void members(String path, JsonObject recorded, JsonObject here) {
        Set<String> names = new TreeSet<>(recorded.keySet());
        names.addAll(here.keySet());
        names.forEach(name -> json(path + "." + name, recorded.get(name), here.get(name)));
    }

    private void text(String where, String recorded, String here) {
        if (!bindings.matches(recorded, here)) {
            found.add(new Difference(where, recorded, here));
        }
    }

    private static String shown(@Nullable JsonElement element) {
        return switch (element) {
            case null -> Difference.ABSENT;
            case JsonPrimitive primitive -> primitive.getAsString();
            default -> element.toString();
        };
    }
}
