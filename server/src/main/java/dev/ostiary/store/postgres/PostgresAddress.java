package dev.ostiary.store.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a database is, and as whom to use it.
 *
 * @param password may be empty
 * @param tls how the connection is protected: {@code sslmode} and {@code sslrootcert} of
 *     <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">PostgreSQL</a>
 */
public record PostgresAddress(
        String host, int port, String database, String user, String password, Map<String, String> tls) {
    private static final int STANDARD_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    private static final Set<String> TLS = Set.of("sslmode", "sslrootcert");
    private static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /**
     * Reads {@code postgres://user:password@host:port/database?sslmode=…}. What is special in a URL is percent-encoded.
     *
     * @throws IllegalArgumentException when it isn't one; the message doesn't repeat it, as it may hold a password
     */
    public static PostgresAddress parse(String text) {
        URI uri = uri(text);
        String path = uri.getRawPath();
        String userInfo = uri.getRawUserInfo();
        if (uri.getScheme() == null
                || !SCHEMES.contains(uri.getScheme())
                || uri.getHost() == null
                || userInfo == null
                || path == null
                || path.length() < 2
                || path.indexOf('/', 1) >= 0
                || uri.getPort() > 65_535
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not the address of a PostgreSQL database");
        }
        String[] user = userInfo.split(":", 2);
        return new PostgresAddress(
                uri.getHost(),
                uri.getPort() < 0 ? STANDARD_PORT : uri.getPort(),
                decoded(path.substring(1)),
                decoded(user[0]),
                user.length == 1 ? "" : decoded(user[1]),
                tls(uri.getRawQuery() == null ? "" : uri.getRawQuery()));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL");
        }
    }

    private static Map<String, String> tls(String query) {
        Map<String, String> tls = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length == 1 ? "" : decoded(pair[1])));
        if (!TLS.containsAll(tls.keySet()) || !MODES.contains(tls.getOrDefault("sslmode", "prefer"))) {
            throw new IllegalArgumentException("an unknown option");
        }
        return tls;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "postgres://" + host + ":" + port + "/" + database;
    }
}
