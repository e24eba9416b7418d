package dev.ostiary.openid;

import dev.ostiary.app.App;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether an answer may be sent to a URI (RFC 9700 section 2.1, RFC 8252 section 7.3).
 *
 * <p>A URI is compared as text with those that are registered. Beyond that, a native application's loopback address may have any port,
 * and an application in development mode may register patterns: {@code *} within a segment, {@code **} across segments.
 */
final class RedirectUris {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    /** Schemes that a browser would run rather than visit. */
    private static final Set<String> SCRIPTS = Set.of("javascript", "data", "vbscript");

    private static final Pattern WILDCARD = Pattern.compile("\\*\\*|\\*");

    private RedirectUris() {}

    /** Tells whether the answer to an authorization request may go there. */
    static boolean allowed(App.Oidc app, String redirectUri) {
        Optional<URI> parsed = absolute(redirectUri);
        if (parsed.isEmpty()) {
            return false;
        }
        URI uri = parsed.get();
        return schemeFits(app, uri)
                && (registered(app.redirectUris(), uri, app.devMode())
                        || app.type() == App.Type.NATIVE && isLoopback(uri) && samePlace(app.redirectUris(), uri));
    }

    /**
     * Like the other, for an answer that may bring tokens: those are not sent without encryption, except within the person's own machine or
     * in development mode (OpenID Connect Core section 3.2.2.1).
     */
    static boolean allowed(App.Oidc app, String redirectUri, boolean tokens) {
        return allowed(app, redirectUri) && (!tokens || app.devMode() || isPrivate(app, redirectUri));
    }

    private static boolean isPrivate(App.Oidc app, String redirectUri) {
        return absolute(redirectUri)
                .filter(uri ->
                        !uri.getScheme().equalsIgnoreCase("http") || app.type() == App.Type.NATIVE && isLoopback(uri))
                .isPresent();
    }

    /** Tells whether the browser may be sent there after sign-out (OpenID Connect RP-Initiated Logout section 3). */
    static boolean allowedAfterLogout(App.Oidc app, String redirectUri) {
        return absolute(redirectUri)
                .filter(uri -> registered(app.postLogoutRedirectUris(), uri, app.devMode()))
                .isPresent();
    }

    private static boolean schemeFits(App.Oidc app, URI uri) {
        boolean http = uri.getScheme().equalsIgnoreCase("http");
        boolean https = uri.getScheme().equalsIgnoreCase("https");
        return switch (app.type()) {
            case WEB -> http || https;
            case USER_AGENT -> https || http && app.devMode();
            case NATIVE -> !http || app.devMode() || isLoopback(uri);
        };
    }

    private static boolean registered(List<String> registered, URI uri, boolean patterns) {
        String text = uri.toString();
        return registered.contains(text)
                || patterns && uri.getHost() != null && registered.stream().anyMatch(pattern -> matches(pattern, text));
    }

    /** A wildcard never stands for what ends a host or a path: {@code https://*.example.com/} must not match another host. */
    private static boolean matches(String pattern, String uri) {
        if (!pattern.contains("*")) {
            return false;
        }
        String regex = WILDCARD.matcher(Pattern.quote(pattern))
                .replaceAll(wildcard ->
                        wildcard.group().length() == 2 ? "\\\\E[^?#@\\\\\\\\]*\\\\Q" : "\\\\E[^/?#@:\\\\\\\\]*\\\\Q");
        return Pattern.matches(regex, uri);
    }

    private static boolean samePlace(List<String> registered, URI uri) {
        return registered.stream()
                .flatMap(each -> absolute(each).stream())
                .filter(RedirectUris::isLoopback)
                .anyMatch(each -> each.getScheme().equalsIgnoreCase(uri.getScheme())
                        && Objects.equals(each.getRawPath(), uri.getRawPath())
                        && Objects.equals(each.getRawQuery(), uri.getRawQuery()));
    }

    private static boolean isLoopback(URI uri) {
        boolean web =
                uri.getScheme().equalsIgnoreCase("http") || uri.getScheme().equalsIgnoreCase("https");
        return web && uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches();
    }

    /** A URI without a fragment (RFC 6749 section 3.1.2) and without user information, which only deceives. */
    private static Optional<URI> absolute(String text) {
        try {
            URI uri = new URI(text);
            boolean usable = uri.isAbsolute()
                    && !SCRIPTS.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
            return usable ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException broken) {
            return Optional.empty();
        }
    }
}
