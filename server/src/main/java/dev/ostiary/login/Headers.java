package dev.ostiary.login;

import dev.ostiary.http.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** What protects the pages in the browser. */
final class Headers {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'%s; "
                    + "base-uri 'none'; frame-ancestors 'none'";
    /** The one script there is, as the page has it. */
    static final String SUBMIT = "document.forms[0].submit()";

    private static final String POSTING =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'sha256-" + sha256(SUBMIT)
                    + "'; base-uri 'none'; frame-ancestors 'none'";
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

    /**
     * Adds them to the page that posts a provider's form: nothing can be entered there, and nothing runs but what posts it. There is no
     * {@code form-action}, because browsers would apply it to where the provider redirects next.
     */
    static Response protectPosting(Response page, boolean https) {
        return always(page, https).with("Content-Security-Policy", POSTING).with("X-Frame-Options", "DENY");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
