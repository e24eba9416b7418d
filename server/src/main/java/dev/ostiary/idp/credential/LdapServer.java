package dev.ostiary.idp.credential;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A directory server: the URL's scheme, host and port, and nothing else of it (RFC 4516).
 *
 * @param tls whether the connection is encrypted from the start ({@code ldaps})
 */
public record LdapServer(boolean tls, String host, int port) {
    private static final int PLAIN_PORT = 389;
    private static final int TLS_PORT = 636;
    private static final int LAST_PORT = 65_535;

    /** Reads {@code ldap://host[:port]} or {@code ldaps://host[:port]}; empty when it is something else. */
    public static Optional<LdapServer> parse(String url) {
        try {
            URI uri = new URI(url.strip());
            boolean tls = "ldaps".equalsIgnoreCase(uri.getScheme());
            boolean known = tls || "ldap".equalsIgnoreCase(uri.getScheme());
            return known && isOnlyAServer(uri)
                    ? Optional.of(new LdapServer(tls, uri.getHost(), port(uri, tls)))
                    : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isOnlyAServer(URI uri) {
        return uri.getHost() != null
                && uri.getPort() != 0
                && uri.getPort() <= LAST_PORT
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    }

    private static int port(URI uri, boolean tls) {
        return uri.getPort() > 0 ? uri.getPort() : tls ? TLS_PORT : PLAIN_PORT;
    }
}
