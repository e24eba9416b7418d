package dev.ostiary.acceptance.harness;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON for requests and answers. */
public final class Json {
    private static final Gson GSON = new Gson();

    private Json() {}

    /** An object of names and values in turn; values: text, number, boolean, {@code null}, a list of these, or another JSON element. */
    public static JsonObject object(@Nullable Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add(String.valueOf(namesAndValues[i]), element(namesAndValues[i + 1]));
        }
        return object;
    }

    /** An array of such values. */
    public static JsonArray array(@Nullable Object... values) {
        JsonArray array = new JsonArray();
        for (Object value : values) {
            array.add(element(value));
        }
        return array;
    }

    /** Reads one JSON value, strictly as RFC 8259 has it; throws {@link JsonParseException} for anything else. */
    public static JsonElement parse(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement value = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("something follows the JSON value: " + text);
            }
            return value;
        } catch (IOException e) {
            throw new JsonParseException(text, e);
        }
    }

    /** {@code base} with the members of {@code changes} put over it. */
    public static JsonObject merge(JsonObject base, JsonObject changes) {
        JsonObject merged = base.deepCopy();
        changes.entrySet().forEach(member -> merged.add(member.getKey(), member.getValue()));
        return merged;
    }

    /** The text at {@code path} (names separated by dots, array positions as numbers). */
    public static String string(JsonElement from, String path) {
        return at(from, path).getAsString();
    }

    /** The element at {@code path}; fails with the whole document if there is none. */
    public static JsonElement at(JsonElement from, String path) {
        JsonElement at = from;
        for (String step : path.split("\\.")) {
            JsonElement next = at.isJsonArray()
                    ? at.getAsJsonArray().get(Integer.parseInt(step))
                    : at.isJsonObject() ? at.getAsJsonObject().get(step) : null;
            if (next == null) {
                throw new AssertionError("no " + path + " in " + from);
            }
            at = next;
        }
        return at;
    }

    private static JsonElement element(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case JsonElement element -> element;
            case String text -> new JsonPrimitive(text);
            case Number number -> new JsonPrimitive(number);
            case Boolean bool -> new JsonPrimitive(bool);
            case List<?> list -> array(list.toArray());
            default -> GSON.toJsonTree(value);
        };
    }
}
