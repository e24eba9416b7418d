package dev.ostiary.config;

import java.util.Locale;

/** Everything that can be set, with its default; help, file, environment and flags are made from this. */
public enum Setting {
    PORT("8080", "TCP port to serve on; 0 takes a free one", "a number from 0 to 65535"),
    BIND("127.0.0.1", "address to listen on; 0.0.0.0 for all", "an IP address or a host name of this machine"),
    DATA("./data", "folder of the database and the first keys", "a folder that can be written to, or made"),
    STORE(
            "sqlite",
            "where everything is kept: a file in DATA, or a PostgreSQL database that several servers share",
            "sqlite or postgres://user:password@host:port/database, maybe with more hosts after commas and ?sslmode=; not with a password on the command line,"
                    + " which everybody on this machine can read"),
    PUBLIC_URL(
            "",
            "URL that people and applications use, when it isn't http://localhost:PORT, as behind a proxy that ends TLS",
            "http:// or https://, a host name and maybe a port"),
    MASTER_KEY(
            "",
            "key that protects all stored secrets; without it one is made in DATA/master.key",
            "32 bytes in base64"),
    PREVIOUS_MASTER_KEY(
            "",
            "key that was the master key before, until rotate-key has been run",
            "32 bytes in base64, beside a master-key"),
    INSECURE_ISSUERS(
            "loopback",
            "where identity providers may be spoken to by http instead of https, and by LDAP without TLS",
            "none, loopback or any"),
    OUTBOUND_ALLOW(
            "127.0.0.0/8,::1/128",
            "address ranges that are not public, and may be called nevertheless",
            "ranges such as 10.1.0.0/16, with commas; or nothing"),
    LOG("text", "form of the log", "text or json"),
    ACCESS_LOG("off", "whether each request has a line in the log", "on or off"),
    METRICS(
            "on",
            "where /debug/metrics is answered: on for PORT, an address for a listener of its own, which has the other /debug/… too",
            "on, off, or an address with its port such as 127.0.0.1:9464"),
    OTLP_ENDPOINT(
            "",
            "where traces are sent in OpenTelemetry's protocol over HTTP; OTEL_EXPORTER_OTLP_ENDPOINT says the same",
            "http:// or https://, a host name, maybe a port and a path"),
    TRACE_RATIO(
            "1.0",
            "part of the requests that are traced; who calls with a traceparent decides for itself",
            "a number from 0 to 1"),
    CLIENT_LIMIT(
            "100",
            "requests a second from one address to the sign-in pages and the token endpoint, for long; ten times as many at once. 0 for no limit",
            "a number from 0 to 100000"),
    TRUSTED_PROXIES(
            "",
            "address ranges of proxies whose X-Forwarded-For is believed",
            "ranges such as 10.1.0.0/16, with commas; or nothing"),
    SIGNING_KEY_LIFETIME(
            "90",
            "days that a key signs tokens before the next one, which clients know by then, takes over; 0 for as long as nobody activates another",
            "a number from 0 to 3650"),
    NAME_SERVERS(
            "",
            "name servers that are asked whether a domain is an organization's, instead of those of this machine",
            "hosts, each maybe with a port such as 192.0.2.53:53, with commas; or nothing");

    private final String standard;
    private final String meaning;
    private final String allowed;

    Setting(String standard, String meaning, String allowed) {
        this.standard = standard;
        this.meaning = meaning;
        this.allowed = allowed;
    }

    /** Its name in the configuration file, and as a flag after two dashes. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String flag() {
        return "--" + key();
    }

    public String environmentVariable() {
        return "OSTIARY_" + name();
    }

    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }

    public String allowed() {
        return allowed;
    }
}
