package dev.ostiary.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param method the method as sent, upper case by convention
 * @param path the path as sent, percent-encoding kept
 * @param query the query without the question mark, percent-encoding kept; empty when there is none
 * @param authority host and port the request was sent to, as in the {@code Host} header or {@code :authority}
 * @param remoteAddress IP address of the peer
 * @param headers value of a header by name in any case, null when it was not sent
 * @param body the body's bytes as they arrive; read it through {@link #bytes}
 * @param exchange what is found out about it on its way
 */
public record Request(
        String method,
        String path,
        String query,
        String authority,
        String remoteAddress,
        Function<String, @Nullable String> headers,
        InputStream body,
        Exchange exchange) {

    /** The largest form that {@link #form} reads, in bytes. */
    public static final int FORM_LIMIT = 64 * 1024;

    /** The most bytes of a body that is too large that are received all the same. */
    private static final int PASSED_OVER = 16 * 1024 * 1024;

    /** The header that holds a proof (RFC 9449); one that was sent twice is read as one, with a comma, and is none. */
    public static final String DPOP = "DPoP";

    private static final byte[] EMPTY = {};

    public Request(
            String method,
            String path,
            String query,
            String authority,
            String remoteAddress,
            Function<String, @Nullable String> headers,
            InputStream body) {
        this(method, path, query, authority, remoteAddress, headers, body, new Exchange());
    }

    /** Returns this request as one of another client: of that which a proxy speaks for. */
    Request from(String address) {
        return new Request(method, path, query, authority, address, headers, body, exchange);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /** Returns the host of {@link #authority}, lower case and without its port; an IPv6 address keeps its brackets. */
    public String host() {
        int port = authority.lastIndexOf(':');
        String host = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        return host.toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the whole body.
     *
     * @param limit the most bytes that are read
     * @throws BodyTooLarge when the body has more
     * @throws BodyUnreadable when the peer breaks off
     */
    public byte[] bytes(int limit) {
        try {
            long announced = announcedLength();
            byte[] read = announced > limit ? EMPTY : body.readNBytes(limit + 1);
            if (announced > limit || read.length > limit) {
                passOver(announced);
                throw new BodyTooLarge(limit);
            }
            return read;
        } catch (IOException e) {
            throw new BodyUnreadable(e);
        }
    }

    /** Many clients read the answer only after they have sent everything, so what is not much too large is let through to nowhere. */
    private void passOver(long announced) throws IOException {
        boolean waits = header("Expect").isPresent();
        if (!waits && announced <= PASSED_OVER) {
            body.skip(PASSED_OVER);
        }
    }

    private long announcedLength() {
        String length = headers.apply("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    public Parameters queryParameters() {
        return Parameters.parse(query);
    }

    /** Returns the parameters of a body that is {@code application/x-www-form-urlencoded}; none for any other type. */
    public Parameters form() {
        return form(FORM_LIMIT);
    }

    /** @param limit the most bytes that are read */
    public Parameters form(int limit) {
        String type = header("Content-Type").orElse("");
        if (!type.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, 33)) {
            return Parameters.NONE;
        }
        return Parameters.parse(new String(bytes(limit), StandardCharsets.UTF_8));
    }

    /** Returns the value of the first cookie with this name (RFC 6265 section 5.4). */
    public Optional<String> cookie(String name) {
        return header("Cookie").flatMap(all -> Cookies.find(all, name));
    }

    /** The peer sent more bytes than this request may have. */
    public static final class BodyTooLarge extends RuntimeException {
        BodyTooLarge(int limit) {
            super("body has more than " + limit + " bytes", null, false, false);
        }
    }

    /** The peer broke off before the body was complete. */
    public static final class BodyUnreadable extends RuntimeException {
        BodyUnreadable(IOException cause) {
            super("body broke off", cause, false, false);
        }
    }
}
