package dev.ostiary.rpc.wire;

import dev.ostiary.http.Request;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How long a caller waits, as it says in a header. */
final class Timeout {
    private Timeout() {}

    /**
     * Reads {@code grpc-timeout}: up to eight digits and a unit (gRPC over HTTP/2, "Timeout").
     *
     * @throws Problem INVALID_ARGUMENT when it is something else
     */
    static Optional<Duration> grpc(Request request) {
        String text = request.headers().apply("grpc-timeout");
        if (text == null) {
            return Optional.empty();
        }
        int digits = text.length() - 1;
        if (digits < 1 || digits > 8) {
            throw malformed("grpc-timeout");
        }
        ChronoUnit unit = switch (text.charAt(digits)) {
            case 'H' -> ChronoUnit.HOURS;
            case 'M' -> ChronoUnit.MINUTES;
            case 'S' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MILLIS;
            case 'u' -> ChronoUnit.MICROS;
            case 'n' -> ChronoUnit.NANOS;
            default -> throw malformed("grpc-timeout");
        };
        return Optional.of(Duration.of(number(text.substring(0, digits), "grpc-timeout"), unit));
    }

    /**
     * Reads {@code Connect-Timeout-Ms}: up to ten digits (Connect protocol, "Unary-Request").
     *
     * @throws Problem INVALID_ARGUMENT when it is something else
     */
    static Optional<Duration> connect(Request request) {
        String text = request.headers().apply("Connect-Timeout-Ms");
        if (text == null) {
            return Optional.empty();
        }
        if (text.isEmpty() || text.length() > 10) {
            throw malformed("connect-timeout-ms");
        }
        return Optional.of(Duration.ofMillis(number(text, "connect-timeout-ms")));
    }

    private static long number(String digits, String header) {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(header);
        }
        return Long.parseLong(digits);
    }

    private static Problem malformed(String header) {
        return Problem.plain(Kind.INVALID_ARGUMENT, "malformed " + header);
    }
}
