package dev.ostiary.acceptance.harness;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Debian's OpenLDAP, as a child process that has nothing to do with a server of the system: people of {@link #BASE}, StartTLS on one port and
 * TLS on the other. It lets in who binds without a password, as nobody in particular.
 */
public final class OpenLdap implements AutoCloseable {
    public static final String BASE = "dc=acme,dc=test";
    public static final String READER = "cn=reader," + BASE;
    public static final String READER_PASSWORD = "Reader-Secret-1";

    private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
    private static final Path LOADER = Path.of("/usr/sbin/slapadd");
    private static final Duration START = Duration.ofSeconds(30);
    private static final String CONFIGURATION = """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            pidfile %1$s/slapd.pid
            argsfile %1$s/slapd.args
            allow bind_anon_dn
            TLSCertificateFile %1$s/certificate.pem
            TLSCertificateKeyFile %1$s/key.pem
            database mdb
            maxsize 10485760
            suffix "%2$s"
            directory %1$s/data
            access to attrs=userPassword by anonymous auth by * none
            access to * by dn.exact="%3$s" read by * none
            """;

    private final Child process;
    private final int port;
    private final int tlsPort;
    private final ServerCertificate certificate;

    private OpenLdap(Child process, int port, int tlsPort, ServerCertificate certificate) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
        this.certificate = certificate;
    }

    /** Skips the test, and prints why, when this machine has no OpenLDAP. */
    public static void require() {
        if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(LOADER)) {
            String reason = "SKIPPED: signing in through OpenLDAP was not tested. It needs " + PROGRAM
                    + ", as Debian's slapd has it";
            System.out.println(reason);
            abort(reason);
        }
    }

    /**
     * Starts a server.
     *
     * @param folder for its files
     * @param people in LDIF, below {@link #BASE}
     */
    static OpenLdap start(Path folder, String people) {
        ServerCertificate certificate = ServerCertificate.make(folder.resolve("certificate.p12"));
        int port = Ports.free();
        int tlsPort = Ports.free();
        write(folder, certificate, people);
        String configuration = folder.resolve("slapd.conf").toString();
        Child.outputOf(
                folder,
                Map.of(),
                START,
                List.of(
                        LOADER.toString(),
                        "-f",
                        configuration,
                        "-l",
                        folder.resolve("people.ldif").toString()));
        Child process = Child.start(
                "slapd",
                folder,
                Map.of(),
                List.of(
                        PROGRAM.toString(),
                        "-d",
                        "stats",
                        "-f",
                        configuration,
                        "-h",
                        "ldap://localhost:" + port + " ldaps://localhost:" + tlsPort));
        OpenLdap server = new OpenLdap(process, port, tlsPort, certificate);
        try {
            Await.until("slapd to answer", START, server::answers);
            return server;
        } catch (AssertionError e) {
            server.close();
            throw new AssertionError(process.output(), e);
        }
    }

    private static void write(Path folder, ServerCertificate certificate, String people) {
        try {
            Files.createDirectories(folder.resolve("data"));
            Files.writeString(folder.resolve("slapd.conf"), CONFIGURATION.formatted(folder, BASE, READER));
            Files.writeString(folder.resolve("certificate.pem"), certificate.pem());
            Path key = folder.resolve("key.pem");
            Files.writeString(key, certificate.keyPem());
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(folder.resolve("people.ldif"), people);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.ended());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code ldap://localhost:<port>}. */
    public String url() {
        return "ldap://localhost:" + port;
    }

    /** {@code ldaps://localhost:<port>}. */
    public String tlsUrl() {
        return "ldaps://localhost:" + tlsPort;
    }

    /** The certificate that vouches for it, in PEM. */
    public String certificate() {
        return certificate.pem();
    }

    @Override
    public void close() {
        process.close();
    }
}
