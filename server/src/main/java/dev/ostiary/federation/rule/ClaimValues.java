package dev.ostiary.federation.rule;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a claim, as texts.
 *
 * @param isList whether the claim may have several by its form, though it has one or none
 */
record ClaimValues(List<String> values, boolean isList) {
    /** Lists within lists are gone through as deep as this. */
    private static final int DEEPEST = 20;

    ClaimValues {
        values = List.copyOf(values);
    }

    /** Reads what a provider said. What is no JSON object says nothing. */
    static JsonObject parse(String claims) {
        try {
            return JsonParser.parseString(claims) instanceof JsonObject object ? object : new JsonObject();
        } catch (JsonParseException unreadable) {
            return new JsonObject();
        }
    }

    /**
     * Finds a claim. Lists on the way are gone through; a list at the end is all its values, an object at the end the names in it. What is
     * null or of another form than the path says has no values.
     */
    static ClaimValues at(JsonObject claims, List<String> path) {
        Walk walk = new Walk(path);
        walk.on(claims, 0, 0);
        return new ClaimValues(walk.found, walk.many);
    }

    private static final class Walk {
        private final List<String> path;
        private final List<String> found = new ArrayList<>();
        private boolean many;

        Walk(List<String> path) {
            this.path = path;
        }

        /**
         * @param step how many names led here
         * @param depth how many lists are around
         */
        void on(JsonElement at, int step, int depth) {
            switch (at) {
                case JsonArray list -> onList(list, step, depth);
                case JsonObject object when step < path.size() -> onName(object, step, depth);
                case JsonObject object -> {
                    many = true;
                    found.addAll(object.keySet());
                }
                case JsonElement value
                when step == path.size() && value.isJsonPrimitive() -> found.add(value.getAsString());
                default -> {}
            }
        }

        private void onList(JsonArray list, int step, int depth) {
            many = true;
            if (depth < DEEPEST) {
                list.forEach(each -> on(each, step, depth + 1));
            }
        }

        private void onName(JsonObject object, int step, int depth) {
            JsonElement next = object.get(path.get(step));
            if (next != null) {
                on(next, step + 1, depth);
            }
        }
    }
}
