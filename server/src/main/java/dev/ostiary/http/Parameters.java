package dev.ostiary.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Parameters of a query or a form, decoded, in the order they were sent.
 *
 * @param values the values of each name
 */
public record Parameters(Map<String, List<String>> values) {
    public static final Parameters NONE = new Parameters(Map.of());

    /** Parses {@code a=b&c=d}; a broken percent-encoding is kept as it is. */
    public static Parameters parse(String encoded) {
        if (encoded.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.merge(
                    name,
                    List.of(value),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
        return new Parameters(values);
    }

    /** Returns the first value of this name, when there is one that is not empty. */
    public Optional<String> first(String name) {
        List<String> all = values.get(name);
        return all == null || all.getFirst().isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Returns the first name that was sent more than once: RFC 6749 section 3.1 forbids that. */
    public Optional<String> repeated() {
        return repeated(Set.of());
    }

    /** @param except names that may be sent more than once */
    public Optional<String> repeated(Set<String> except) {
        return values.entrySet().stream()
                .filter(e -> e.getValue().size() > 1 && !except.contains(e.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }
}
