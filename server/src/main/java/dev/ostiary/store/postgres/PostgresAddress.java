package dev.ostiary.store.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a database is, and as whom to use it.
 *
 * @param hosts where it may be: a primary and its standbys, which change places; at least one
 * @param password may be empty
 * @param tls how the connection is protected: {@code sslmode} and {@code sslrootcert} of
 *     <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">PostgreSQL</a>
 */
public record PostgresAddress(
        List<Host> hosts, String database, String user, String password, Map<String, String> tls) {
    private static final int STANDARD_PORT = 5432;
    private static final Pattern ADDRESS =
            Pattern.compile("postgres(?:ql)?://(?<user>[^:@/?#\\s]*)(?::(?<password>[^@/?#\\s]*))?@(?<hosts>[^@/?#]+)"
                    + "/(?<database>[^/?#\\s]+)(?:\\?(?<options>[^#\\s]*))?");
    private static final Set<String> TLS = Set.of("sslmode", "sslrootcert");
    /** What the drivers of others have to be told; here it goes without saying. */
    private static final String PRIMARY = "targetServerType=primary";

    private static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** A name or address (one of IPv6 in brackets), and a port. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /**
     * Reads {@code postgres://user:password@host:port,host:port/database?sslmode=…}. What is special in a URL is percent-encoded.
     *
     * @throws IllegalArgumentException when it isn't one; the message doesn't repeat it, as it may hold a password
     */
    public static PostgresAddress parse(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new IllegalArgumentException("not the address of a PostgreSQL database");
        }
        return new PostgresAddress(
                Stream.of(address.group("hosts").split(",", -1))
                        .map(PostgresAddress::host)
                        .toList(),
                decoded(address.group("database")),
                decoded(address.group("user")),
                decoded(Objects.requireNonNullElse(address.group("password"), "")),
                tls(Objects.requireNonNullElse(address.group("options"), "")));
    }

    private static Host host(String text) {
        URI uri = URI.create("postgres://" + text);
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("not a host");
        }
        return new Host(uri.getHost(), uri.getPort() < 0 ? STANDARD_PORT : uri.getPort());
    }

    private static Map<String, String> tls(String query) {
        Map<String, String> tls = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty() && !pair.equals(PRIMARY))
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
        return "postgres://" + hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + "/" + database;
    }
}
