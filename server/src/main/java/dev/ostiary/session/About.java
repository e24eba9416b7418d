package dev.ostiary.session;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a session for who made it by a call; a session of the pages has nothing of it.
 *
 * @param creator id of the user who made the call, empty for the pages
 * @param metadata values in base64, by key
 */
public record About(String creator, Map<String, String> metadata, UserAgent userAgent) {
    public static final About NOTHING = new About("", Map.of(), UserAgent.UNKNOWN);

    public About(@Nullable String creator, @Nullable Map<String, String> metadata, @Nullable UserAgent userAgent) {
        this.creator = Objects.requireNonNullElse(creator, "");
        this.metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
        this.userAgent = Objects.requireNonNullElse(userAgent, UserAgent.UNKNOWN);
    }

    /** An empty value takes its key out. */
    About with(Map<String, String> changed) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.putAll(changed);
        all.values().removeIf(String::isEmpty);
        return new About(creator, all, userAgent);
    }
}
