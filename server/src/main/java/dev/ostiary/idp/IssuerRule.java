package dev.ostiary.idp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Which issuers may be configured: https URLs without query or fragment (OpenID Connect Discovery 1.0 section 3), and http where this
 * says so.
 */
public enum IssuerRule {
    HTTPS_ONLY,
    /** http for this machine, as in development and tests. */
    HTTP_ON_LOOPBACK,
    HTTP_ANYWHERE;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public boolean allows(String issuer) {
        try {
            URI uri = new URI(issuer);
            String host = uri.getHost();
            if (host == null
                    || uri.getScheme() == null
                    || uri.getPort() > 65_535
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null
                    || uri.getRawUserInfo() != null) {
                return false;
            }
            return switch (uri.getScheme()) {
                case "https" -> true;
                case "http" -> this == HTTP_ANYWHERE || this == HTTP_ON_LOOPBACK && LOOPBACK.contains(host);
                default -> false;
            };
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
