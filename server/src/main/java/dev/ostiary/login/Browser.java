package dev.ostiary.login;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.http.Request;
import dev.ostiary.session.HostCookie;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The browser that visits us.
 *
 * @param cookie where it keeps its key
 * @param key 256 random bits that only it has
 * @param fresh whether it came without a key and has to be given this one
 */
record Browser(HostCookie cookie, String key, boolean fresh) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");

    static Browser of(Request request, String origin) {
        HostCookie cookie = HostCookie.browser(origin);
        Optional<String> known = cookie.read(request).filter(KEY.asMatchPredicate());
        return new Browser(cookie, known.orElseGet(Secrets::token), known.isEmpty());
    }

    /** The key it came with; empty when it came without. */
    String knownKey() {
        return fresh ? "" : key;
    }

    /** Tells browsers apart without giving the key away. */
    String id() {
        return Secrets.hash("browser/" + key);
    }

    /** The token in our forms: a page of another site doesn't know it, because it can't read the cookie. */
    String csrf() {
        return Secrets.hash(csrfSecret());
    }

    boolean gave(String csrf) {
        return !fresh && Secrets.matches(csrfSecret(), csrf);
    }

    private String csrfSecret() {
        return "csrf/" + key;
    }

    @Override
    public String toString() {
        return "Browser[fresh=" + fresh + "]";
    }
}
