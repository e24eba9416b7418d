package dev.ostiary.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.ostiary.store.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the provider that vouched for somebody says of how they proved it who they are, there.
 *
 * @param acr Authentication Context Class Reference (OpenID Connect Core section 2), empty when it says none
 * @param amr Authentication Method References: those of them that RFC 8176 knows
 */
public record Vouched(String acr, List<String> amr) {
    public static final Vouched NOTHING = new Vouched("", List.of());

    private static final int LONGEST = 255;
    private static final Set<String> REFERENCES = Set.of(
            "face", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pwd", "rba", "retina", "sc", "sms",
            "swk", "tel", "user", "vbm", "wia");

    public Vouched(@Nullable String acr, @Nullable List<String> amr) {
        this.acr = Objects.requireNonNullElse(acr, "");
        this.amr = List.copyOf(Objects.requireNonNullElse(amr, List.of()));
    }

    /**
     * Reads it from what the provider said. What is not as it should be counts as not said.
     *
     * @param claims a JSON object
     */
    public static Vouched of(String claims) {
        return read(claims) instanceof JsonObject said
                ? new Vouched(acr(said.get("acr")), amr(said.get("amr")))
                : NOTHING;
    }

    private static @Nullable JsonElement read(String claims) {
        try {
            return Json.read(claims, JsonElement.class);
        } catch (JsonParseException malformed) {
            return null;
        }
    }

    private static String acr(@Nullable JsonElement said) {
        String text = text(said);
        boolean usable = text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 127);
        return usable ? text : "";
    }

    private static List<String> amr(@Nullable JsonElement said) {
        return said instanceof JsonArray all
                ? StreamSupport.stream(all.spliterator(), false)
                        .map(Vouched::text)
                        .filter(REFERENCES::contains)
                        .distinct()
                        .toList()
                : List.of();
    }

    private static String text(@Nullable JsonElement said) {
        return said != null
                        && said.isJsonPrimitive()
                        && said.getAsJsonPrimitive().isString()
                ? said.getAsString()
                : "";
    }
}
