package dev.ostiary.openid;

import dev.ostiary.app.App.ResponseType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The response types there are (OAuth 2.0 Multiple Response Type Encoding Practices, OpenID Connect Core section 3), without I/O. */
final class ResponseTypes {
    static final List<String> SUPPORTED = List.of("code", "id_token", "id_token token");

    private static final Map<Set<String>, ResponseType> BY_WORDS = Map.of(
            Set.of("code"), ResponseType.CODE,
            Set.of("id_token"), ResponseType.ID_TOKEN,
            Set.of("id_token", "token"), ResponseType.ID_TOKEN_TOKEN);

    private ResponseTypes() {}

    /** Returns what is asked for, in whichever order it is said; empty when that is not there. */
    static Optional<ResponseType> of(String asked) {
        List<String> words = words(asked);
        Set<String> all = Set.copyOf(words);
        return Optional.ofNullable(all.size() == words.size() ? BY_WORDS.get(all) : null);
    }

    /**
     * Tells whether the browser brings tokens to the application: then an answer, an error too, comes in the fragment unless it is to be
     * posted, and never in the query (Multiple Response Types section 5).
     */
    static boolean bringTokens(String asked) {
        List<String> words = words(asked);
        return words.contains("id_token") || words.contains("token");
    }

    private static List<String> words(String asked) {
        return Arrays.asList(asked.split(" ", -1));
    }
}
