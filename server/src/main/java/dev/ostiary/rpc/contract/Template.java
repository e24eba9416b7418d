package dev.ostiary.rpc.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * The path template of an HTTP rule ({@code google.api.http}): literals, {@code {field}} for one segment and, at the end,
 * {@code {field=**}} for all that follow.
 */
record Template(List<Segment> segments) {

    sealed interface Segment {
        record Literal(String text) implements Segment {}

        record One(String field) implements Segment {}

        record Rest(String field) implements Segment {}
    }

    /**
     * @param path such as {@code /users/{user_id}/pats}
     * @throws IllegalArgumentException when it uses more of the template language than the contract does
     */
    static Template parse(String path) {
        List<Segment> segments = new ArrayList<>();
        for (String part : path.substring(1).split("/", -1)) {
            if (!segments.isEmpty() && segments.getLast() instanceof Segment.Rest) {
                throw new IllegalArgumentException(path + " goes on after **");
            }
            segments.add(segment(part, path));
        }
        return new Template(List.copyOf(segments));
    }

    private static Segment segment(String part, String path) {
        if (!part.startsWith("{")) {
            if (part.contains("*") || part.contains(":") || part.contains("{")) {
                throw new IllegalArgumentException(path + ": " + part + " is not supported");
            }
            return new Segment.Literal(part);
        }
        String inside = part.substring(1, part.length() - 1);
        if (inside.endsWith("=**")) {
            return new Segment.Rest(inside.substring(0, inside.length() - 3));
        }
        if (!part.endsWith("}") || inside.contains("=")) {
            throw new IllegalArgumentException(path + ": " + part + " is not supported");
        }
        return new Segment.One(inside);
    }
}
