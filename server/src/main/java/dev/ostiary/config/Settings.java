package dev.ostiary.config;

import dev.ostiary.config.Sources.Value;
import dev.ostiary.store.postgres.PostgresAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server was told; see {@link Setting} for the meaning of each.
 *
 * @param postgres the database; empty for a file in the data folder
 * @param publicUrl scheme, host and port, without a path
 * @param masterKey base64, empty when it is to be kept in a file
 * @param previousMasterKey base64, empty when there is none
 * @param outboundAllow address ranges in CIDR notation, syntax not yet checked
 * @param otlpEndpoint without {@code /v1/traces}; empty for no traces
 * @param clientLimit requests a second; 0 for no limit
 * @param trustedProxies address ranges in CIDR notation, syntax not yet checked
 * @param signingKeyLifetime zero for ever
 * @param nameServers hosts, maybe with a port; none for those of this machine
 */
public record Settings(
        int port,
        String bind,
        Path data,
        Optional<PostgresAddress> postgres,
        Optional<URI> publicUrl,
        String masterKey,
        String previousMasterKey,
        InsecureIssuers insecureIssuers,
        List<String> outboundAllow,
        LogForm log,
        boolean accessLog,
        MetricsPlace metrics,
        Optional<URI> otlpEndpoint,
        double traceRatio,
        int clientLimit,
        List<String> trustedProxies,
        Duration signingKeyLifetime,
        List<String> nameServers) {

    private static final Pattern NAME_SERVER = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    /** Where http instead of https will do. */
    public enum InsecureIssuers {
        NONE,
        LOOPBACK,
        ANY
    }

    /** How the log is written. */
    public enum LogForm {
        TEXT,
        JSON
    }

    /** Where metrics are told. */
    public sealed interface MetricsPlace {
        record Nowhere() implements MetricsPlace {}

        /** Where everything else is. */
        record WithTheRest() implements MetricsPlace {}

        /** At a listener of their own. */
        record Apart(String bind, int port) implements MetricsPlace {}
    }

    private enum Switch {
        ON,
        OFF
    }

    /**
     * Reads and checks all settings.
     *
     * @param flags by key, without dashes
     * @throws WrongSetting naming the first that can't be used, and what is allowed
     */
    public static Settings read(Map<String, String> flags, Map<String, String> environment, @Nullable Path file) {
        Sources sources = Sources.of(flags, environment, file);
        return new Settings(
                port(Setting.PORT, sources.get(Setting.PORT)),
                nonEmpty(Setting.BIND, sources),
                folder(nonEmpty(Setting.DATA, sources), sources),
                store(sources.get(Setting.STORE)),
                publicUrl(sources.get(Setting.PUBLIC_URL)),
                masterKey(Setting.MASTER_KEY, sources),
                previousMasterKey(sources),
                choice(InsecureIssuers.class, Setting.INSECURE_ISSUERS, sources),
                list(sources.get(Setting.OUTBOUND_ALLOW)),
                choice(LogForm.class, Setting.LOG, sources),
                choice(Switch.class, Setting.ACCESS_LOG, sources) == Switch.ON,
                metrics(sources.get(Setting.METRICS)),
                otlpEndpoint(sources.get(Setting.OTLP_ENDPOINT)),
                ratio(sources.get(Setting.TRACE_RATIO)),
                whole(Setting.CLIENT_LIMIT, sources.get(Setting.CLIENT_LIMIT), 100_000),
                list(sources.get(Setting.TRUSTED_PROXIES)),
                Duration.ofDays(whole(Setting.SIGNING_KEY_LIFETIME, sources.get(Setting.SIGNING_KEY_LIFETIME), 3650)),
                nameServers(sources.get(Setting.NAME_SERVERS)));
    }

    /** The master key and the password of the database stay out of logs. */
    @Override
    public String toString() {
        return "Settings[port=" + port + ", bind=" + bind + ", data=" + data + ", store="
                + postgres.map(PostgresAddress::toString).orElse("sqlite") + ", publicUrl=" + publicUrl + "]";
    }

    private static int port(Setting setting, Value value) {
        return whole(setting, value, 65_535);
    }

    private static int whole(Setting setting, Value value, int most) {
        try {
            int number = Integer.parseInt(value.text());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw WrongSetting.of(setting, value.source());
    }

    private static MetricsPlace metrics(Value value) {
        int colon = value.text().lastIndexOf(':');
        if (colon > 0) {
            Value port = new Value(value.text().substring(colon + 1), value.source());
            return new MetricsPlace.Apart(value.text().substring(0, colon), port(Setting.METRICS, port));
        }
        return switch (value.text()) {
            case "on" -> new MetricsPlace.WithTheRest();
            case "off" -> new MetricsPlace.Nowhere();
            default -> throw WrongSetting.of(Setting.METRICS, value.source());
        };
    }

    private static Optional<URI> otlpEndpoint(Value value) {
        if (value.text().isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(value.text().replaceAll("/$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw WrongSetting.of(Setting.OTLP_ENDPOINT, value.source());
    }

    private static double ratio(Value value) {
        try {
            double ratio = Double.parseDouble(value.text());
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw WrongSetting.of(Setting.TRACE_RATIO, value.source());
    }

    private static Path folder(String text, Sources sources) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw WrongSetting.of(Setting.DATA, sources.get(Setting.DATA).source());
        }
    }

    private static Optional<PostgresAddress> store(Value value) {
        if (value.text().equals(Setting.STORE.standard())) {
            return Optional.empty();
        }
        try {
            PostgresAddress address = PostgresAddress.parse(value.text());
            if (address.password().isEmpty() || !value.source().equals(Setting.STORE.flag())) {
                return Optional.of(address);
            }
        } catch (IllegalArgumentException noAddress) {
            // refused below
        }
        throw WrongSetting.of(Setting.STORE, value.source());
    }

    private static Optional<URI> publicUrl(Value value) {
        if (value.text().isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(value.text().replaceAll("/$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.toString().equals(uri.getScheme() + "://" + uri.getRawAuthority());
            if (web && bare && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getPort() <= 65_535) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw WrongSetting.of(Setting.PUBLIC_URL, value.source());
    }

    private static String previousMasterKey(Sources sources) {
        String previous = masterKey(Setting.PREVIOUS_MASTER_KEY, sources);
        if (!previous.isEmpty() && sources.get(Setting.MASTER_KEY).text().isEmpty()) {
            throw WrongSetting.of(
                    Setting.PREVIOUS_MASTER_KEY,
                    sources.get(Setting.PREVIOUS_MASTER_KEY).source());
        }
        return previous;
    }

    private static String masterKey(Setting setting, Sources sources) {
        Value value = sources.get(setting);
        try {
            if (value.text().isEmpty() || Base64.getDecoder().decode(value.text()).length == 32) {
                return value.text();
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below
        }
        throw WrongSetting.of(setting, value.source());
    }

    private static String nonEmpty(Setting setting, Sources sources) {
        Value value = sources.get(setting);
        if (value.text().isEmpty()) {
            throw WrongSetting.of(setting, value.source());
        }
        return value.text();
    }

    private static List<String> list(Value value) {
        return Arrays.stream(value.text().split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<String> nameServers(Value value) {
        List<String> servers = list(value);
        if (!servers.stream().allMatch(NAME_SERVER.asMatchPredicate())) {
            throw WrongSetting.of(Setting.NAME_SERVERS, value.source());
        }
        return servers;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, Setting setting, Sources sources) {
        Value value = sources.get(setting);
        try {
            return Enum.valueOf(type, value.text().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw WrongSetting.of(setting, value.source());
        }
    }
}
