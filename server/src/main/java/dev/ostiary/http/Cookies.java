package dev.ostiary.http;

import java.util.Optional;

/** Reads the {@code Cookie} header (RFC 6265 section 4.2). */
final class Cookies {
    private Cookies() {}

    static Optional<String> find(String header, String name) {
        for (String pair : header.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return Optional.of(pair.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }
}
