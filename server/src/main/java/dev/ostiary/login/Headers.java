package dev.ostiary.login;

import dev.ostiary.http.Response;
import java.net.URI;
import java.util.Objects;

/** What protects the pages in the browser. */
final class Headers {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'%s; "
                    + "base-uri 'none'; frame-ancestors 'none'";
    private static final String ONE_YEAR = "max-age=31536000";

    private Headers() {}

    /**
     * Adds them to a page.
     *
     * <p>{@code form-action} also counts for every redirect after a form was posted (CSP3 section 4.2.2), wherever the application may
     * lead on. So a form never redirects to another site, see {@link Pages#leave}; only the scheme of a native application is listed,
     * because a browser opens such an application only as the answer to something the person did.
     *
     * @param exit where the page's form leads in the end
     */
    static Response protect(Response page, boolean https, String exit) {
        String scheme = nativeScheme(exit);
        return always(page, https)
                .with("Content-Security-Policy", POLICY.formatted(scheme.isEmpty() ? "" : " " + scheme + ":"))
                .with("X-Frame-Options", "DENY");
    }

    /** Adds what every answer has. With a stricter referrer policy browsers would send {@code Origin: null} with our own forms. */
    static Response always(Response answer, boolean https) {
        Response safe = answer.with("Cache-Control", "no-store")
                .with("Referrer-Policy", "same-origin")
                .with("X-Content-Type-Options", "nosniff");
        return https ? safe.with("Strict-Transport-Security", ONE_YEAR) : safe;
    }

    static boolean isWeb(String uri) {
        return uri.startsWith("https://") || uri.startsWith("http://");
    }

    /** Returns the scheme of a native application's URI, such as {@code com.example.app}; empty for a web site and a path. */
    private static String nativeScheme(String uri) {
        return isWeb(uri) ? "" : Objects.requireNonNullElse(URI.create(uri).getScheme(), "");
    }
}
