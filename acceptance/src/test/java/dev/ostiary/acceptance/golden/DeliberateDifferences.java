package dev.ostiary.acceptance.golden;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import dev.ostiary.acceptance.harness.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The table of deliberate differences, {@code golden/differences.json}: where Ostiary answers otherwise than was recorded, what it
 * answers instead, and why. A difference that is not in it fails, and so does a line of it that no longer differs.
 */
final class DeliberateDifferences {

    /**
     * @param reason for people, printed in {@code docs/compatibility.md}
     * @param cases the exchanges it is about
     * @param here where they differ and what Ostiary answers there
     */
    record Entry(String reason, List<String> cases, Map<String, String> here) {}

    private final List<Entry> entries;

    private DeliberateDifferences(List<Entry> entries) {
        this.entries = entries;
    }

    static DeliberateDifferences read() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(DeliberateDifferences.class.getResourceAsStream("/golden/differences.json")),
                StandardCharsets.UTF_8)) {
            return new DeliberateDifferences(new Gson().fromJson(reader, new TypeToken<List<Entry>>() {}.getType()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** What is wrong with {@code found}: differences that are not in the table, and lines of the table that are not among them. */
    List<String> complaints(String exchange, List<Difference> found, Bindings bindings) {
        Map<String, String> listed = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.cases().contains(exchange))
                .forEach(entry -> listed.putAll(entry.here()));
        List<String> complaints = new ArrayList<>();
        for (Difference difference : found) {
            String here = listed.remove(difference.where());
            if (here == null || !matches(here, difference.here(), bindings)) {
                complaints.add(difference + (here == null ? "" : " (the table says: " + here + ")"));
            }
        }
        listed.forEach((where, here) -> complaints.add(where + " is as recorded, but the table says it is " + here));
        return complaints;
    }

    private static boolean matches(String listed, String here, Bindings bindings) {
        return listed.startsWith("{\"") || listed.startsWith("[")
                ? Comparison.of("", Json.parse(listed), Json.parse(here), bindings)
                        .isEmpty()
                : bindings.matches(listed, here);
    }
}
