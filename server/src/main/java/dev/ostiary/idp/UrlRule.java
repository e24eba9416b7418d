package dev.ostiary.idp;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Which URLs of providers may be configured: https, and http where this says so. */
public enum UrlRule {
    HTTPS_ONLY,
    /** http for this machine, as in development and tests. */
    HTTP_ON_LOOPBACK,
    HTTP_ANYWHERE;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Whether it is an issuer identifier: a URL without query or fragment (OpenID Connect Discovery 1.0 section 3). */
    public boolean allowsIssuer(String issuer) {
        return parse(issuer).filter(uri -> uri.getRawQuery() == null).isPresent();
    }

    /** Whether it is a URL without fragment (RFC 6749 section 3.1). */
    public boolean allowsEndpoint(String url) {
        return parse(url).isPresent();
    }

    /** Whether another protocol than http may be spoken unencrypted with who has this address. */
    boolean allowsUnencrypted(InetAddress address) {
        return switch (this) {
            case HTTPS_ONLY -> false;
            case HTTP_ON_LOOPBACK -> address.isLoopbackAddress();
            case HTTP_ANYWHERE -> true;
        };
    }

    private Optional<URI> parse(String url) {
        try {
            return Optional.of(new URI(url)).filter(this::allows);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private boolean allows(URI uri) {
        String host = uri.getHost();
        if (host == null
                || uri.getScheme() == null
                || uri.getPort() > 65_535
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null) {
            return false;
        }
        return switch (uri.getScheme()) {
            case "https" -> true;
            case "http" -> this == HTTP_ANYWHERE || this == HTTP_ON_LOOPBACK && LOOPBACK.contains(host);
            default -> false;
        };
    }
}
