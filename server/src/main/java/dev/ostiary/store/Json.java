package dev.ostiary.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.reflect.TypeToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** JSON of records as it is kept in events and columns: ISO-8601 times, base64 bytes, nothing for null. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Instant.class, (JsonSerializer<Instant>)
                    (value, type, context) -> new JsonPrimitive(value.toString()))
            .registerTypeAdapter(Instant.class, (JsonDeserializer<Instant>)
                    (json, type, context) -> Instant.parse(json.getAsString()))
            .registerTypeAdapter(Duration.class, (JsonSerializer<Duration>)
                    (value, type, context) -> new JsonPrimitive(value.toString()))
            .registerTypeAdapter(Duration.class, (JsonDeserializer<Duration>)
                    (json, type, context) -> Duration.parse(json.getAsString()))
            .registerTypeAdapter(byte[].class, (JsonSerializer<byte[]>) (value, type, context) ->
                    new JsonPrimitive(Base64.getEncoder().encodeToString(value)))
            .registerTypeAdapter(byte[].class, (JsonDeserializer<byte[]>)
                    (json, type, context) -> Base64.getDecoder().decode(json.getAsString()))
            .create();

    private static final TypeToken<List<String>> STRINGS = new TypeToken<>() {};
    private static final TypeToken<Map<String, String>> MAP = new TypeToken<>() {};

    private Json() {}

    public static String write(Object value) {
        return GSON.toJson(value);
    }

    /** Like {@link #write}, as a tree of its own. */
    public static JsonObject tree(Object value) {
        return GSON.toJsonTree(value).getAsJsonObject();
    }

    public static <T> T read(String json, Class<T> type) {
        return GSON.fromJson(json, type);
    }

    public static List<String> readStrings(String json) {
        return GSON.fromJson(json, STRINGS);
    }

    public static Map<String, String> readMap(String json) {
        return GSON.fromJson(json, MAP);
    }
}
