package dev.ostiary.session;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What whoever made a session by a call said about the person's browser. Nobody checked it.
 *
 * @param fingerprintId empty when nothing was said, like the others
 * @param header header fields of the person's request, by name
 */
public record UserAgent(String fingerprintId, String ip, String description, Map<String, List<String>> header) {
    public static final UserAgent UNKNOWN = new UserAgent("", "", "", Map.of());

    public UserAgent(
            @Nullable String fingerprintId,
            @Nullable String ip,
            @Nullable String description,
            @Nullable Map<String, List<String>> header) {
        this.fingerprintId = Objects.requireNonNullElse(fingerprintId, "");
        this.ip = Objects.requireNonNullElse(ip, "");
        this.description = Objects.requireNonNullElse(description, "");
        this.header = Map.copyOf(Objects.requireNonNullElse(header, Map.of()));
    }
}
