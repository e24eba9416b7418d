package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keycloak on PostgreSQL, in production mode. */
final class Keycloak implements Subject {
    static final String ADMINISTRATOR = "admin";
    static final String PASSWORD = "bench-admin";

    private static final List<String> BUILD = List.of("build", "--db=postgres");

    private final String version;
    private final ServerProcess server;
    private final PostgresProcess database;

    private Keycloak(String version, ServerProcess server, PostgresProcess database) {
        this.version = version;
        this.server = server;
        this.database = database;
    }

    /** @param folder gets the distribution and the log */
    static Keycloak start(Path folder) throws IOException, InterruptedException {
        Path home = KeycloakDownload.into(Files.createDirectories(folder));
        String script = home.resolve("bin/kc.sh").toString();
        build(script, folder);
        PostgresProcess database = PostgresProcess.start();
        try {
            int port = ServerProcess.freePort();
            List<String> command = List.of(
                    script,
                    "start",
                    "--optimized",
                    "--db-url=jdbc:postgresql://127.0.0.1:" + database.port() + "/bench",
                    "--db-username=postgres",
                    "--db-password=trust",
                    "--http-enabled=true",
                    "--http-host=127.0.0.1",
                    "--http-port=" + port,
                    "--http-management-port=" + ServerProcess.freePort(),
                    "--hostname-strict=false");
            ServerProcess server =
                    ServerProcess.start(command, environment(), port, "/realms/master", folder.resolve("keycloak.log"));
            return new Keycloak(KeycloakDownload.VERSION, server, database);
        } catch (IOException | InterruptedException e) {
            database.close();
            throw e;
        }
    }

    private static Map<String, String> environment() {
        return Map.of(
                // with the 512 MiB it takes otherwise it ends for want of memory before all is measured
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx2g",
                "KC_CACHE",
                "local", // one server, without a cluster's cache
                "JAVA_HOME",
                System.getProperty("java.home"),
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                ADMINISTRATOR,
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                PASSWORD);
    }

    private static void build(String script, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script));
        command.addAll(BUILD);
        Path log = folder.resolve("build.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment());
        if (builder.start().waitFor() != 0) {
            throw new IOException("Keycloak could not be built: " + Files.readString(log));
        }
    }

    @Override
    public String name() {
        return "Keycloak " + version;
    }

    @Override
    public List<Integer> ports() {
        return List.of(server.port());
    }

    @Override
    public Duration untilFirstAnswer() {
        return server.untilFirstAnswer();
    }

    @Override
    public Processes processes() {
        return new Processes(List.of(server.pid()), List.of(database.pid()));
    }

    @Override
    public Map<String, Scenario> scenarios(Upstream upstream, int people) throws IOException {
        try (Client client = new Client(server.port())) {
            return new KeycloakCalls(client, upstream).prepare(people);
        }
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
