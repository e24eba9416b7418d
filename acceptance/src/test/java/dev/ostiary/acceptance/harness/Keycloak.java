package dev.ostiary.acceptance.harness;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Keycloak in development mode, with its own small database, as a child process. Maven fetches it, and keeps it. */
public final class Keycloak implements AutoCloseable {
    private static final String VERSION = "26.7.3";
    private static final String NAME = "keycloak-quarkus-dist";
    private static final String ADMINISTRATOR = "admin";
    private static final String PASSWORD = "Correct-Horse-7";
    private static final Duration FETCH = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofMinutes(4);

    private final Child process;
    private final URI origin;

    private Keycloak(Child process, URI origin) {
        this.process = process;
        this.origin = origin;
    }

    /**
     * Starts one, or skips the test, and prints why, when it can't be had.
     *
     * @param folder for the distribution and the database
     */
    public static Keycloak start(Path folder) {
        Path home = unpacked(folder);
        URI origin = Party.freeOrigin();
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx512m",
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                ADMINISTRATOR,
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                PASSWORD);
        List<String> command = List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + origin.getPort(),
                "--http-management-port=" + Ports.free());
        Keycloak keycloak = new Keycloak(Child.start("Keycloak", home, environment, command), origin);
        try {
            Await.until("Keycloak to answer", START, keycloak::answers);
            return keycloak;
        } catch (AssertionError e) {
            keycloak.close();
            throw new AssertionError(keycloak.process.output(), e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.ended());
        }
        try {
            return Api.at(origin).get("/realms/master").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static Path unpacked(Path folder) {
        Path home = folder.resolve("keycloak-" + VERSION);
        try {
            fetch(folder);
            unpack(folder.resolve(NAME + "-" + VERSION + ".zip"), folder);
            if (!home.resolve("bin/kc.sh").toFile().setExecutable(true)) {
                throw new IOException(home + " has no bin/kc.sh");
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fetch(Path folder) {
        try {
            Child.outputOf(
                    folder,
                    Map.of("JAVA_HOME", System.getProperty("java.home")),
                    FETCH,
                    List.of(
                            "mvn",
                            "--batch-mode",
                            "--quiet",
                            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                            "-Dartifact=org.keycloak:" + NAME + ":" + VERSION + ":zip",
                            "-DoutputDirectory=" + folder));
        } catch (AssertionError | UncheckedIOException notToBeHad) {
            String reason = "SKIPPED: signing in through Keycloak was not tested. Maven could not fetch it: "
                    + notToBeHad.getMessage();
            System.out.println(reason);
            abort(reason);
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("not a place to unpack to: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, target);
                }
            }
        }
        Files.delete(archive);
    }

    public URI origin() {
        return origin;
    }

    /** Calls to it as nobody. */
    public Api api() {
        return Api.at(origin);
    }

    /** Calls as administrator, soon: the token is short-lived. */
    public Api admin() {
        String form = "grant_type=password&client_id=admin-cli&username=" + ADMINISTRATOR + "&password=" + PASSWORD;
        return api().as(api().form("/realms/master/protocol/openid-connect/token", form)
                .ok()
                .string("access_token"));
    }

    /** Makes a realm that takes plain HTTP. */
    public void realm(String name) {
        admin().post("/admin/realms", Json.object("realm", name, "enabled", true, "sslRequired", "none"))
                .ok();
    }

    /** Makes a user with the password {@code Correct-Horse-7}. */
    public void user(String realm, String name, String given, String family, String email) {
        JsonObject password = Json.object("type", "password", "value", PASSWORD, "temporary", false);
        admin().post(
                        "/admin/realms/" + realm + "/users",
                        Json.object(
                                "username", name,
                                "enabled", true,
                                "firstName", given,
                                "lastName", family,
                                "email", email,
                                "emailVerified", true,
                                "credentials", Json.array(password)))
                .ok();
    }

    @Override
    public void close() {
        process.close();
    }
}
