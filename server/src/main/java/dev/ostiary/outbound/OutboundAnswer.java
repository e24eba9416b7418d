package dev.ostiary.outbound;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server outside answered.
 *
 * @param headers value of a header by name in any case, null when it was not sent
 */
public record OutboundAnswer(int status, Function<String, @Nullable String> headers, byte[] body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /** Returns the media type without parameters, lower case; empty when there is none. */
    public String mediaType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Says only the status: bodies may hold tokens. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
