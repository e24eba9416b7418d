package dev.ostiary.session;

import dev.ostiary.http.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * A cookie that belongs to one host: sent to nobody else, unreadable for scripts, and not sent with what other sites post.
 *
 * <p>Where the origin is https, its name has the prefix {@code __Host-}, so that neither a sibling host nor plain http can set it (RFC
 * 6265bis section 4.1.3.2).
 */
public record HostCookie(String name, boolean secure) {

    /** The session's token. */
    public static HostCookie session(String origin) {
        return of("ostiary", origin);
    }

    /** A random key that tells browsers apart; it binds forms and federated sign-ins to the browser that began them. */
    public static HostCookie browser(String origin) {
        return of("ostiary-browser", origin);
    }

    /** Which provider somebody last signed in through in this browser. */
    public static HostCookie lastProvider(String origin) {
        return of("ostiary-provider", origin);
    }

    private static HostCookie of(String name, String origin) {
        boolean secure = origin.startsWith("https:");
        return new HostCookie(secure ? "__Host-" + name : name, secure);
    }

    public Optional<String> read(Request request) {
        return request.cookie(name);
    }

    /** Returns the value of a {@code Set-Cookie} header; the browser forgets the cookie when it is closed. */
    public String set(String value) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /** Like {@link #set(String)}, kept for a while. */
    public String set(String value, Duration kept) {
        return set(value) + "; Max-Age=" + kept.toSeconds();
    }

    /** Returns the value of a {@code Set-Cookie} header that makes the browser forget the cookie. */
    public String clear() {
        return set("", Duration.ZERO);
    }
}
