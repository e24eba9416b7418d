package dev.ostiary.acceptance.harness;

import com.google.gson.JsonElement;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two PostgreSQL servers, one the other's standby, which Patroni and etcd make change places when the primary is lost. Replication is synchronous. */
public final class Patroni implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private record Node(String name, int port, int control, String data, Child process) {}

    private final String folder;
    private final List<Child> etcd = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private Patroni(String folder) {
        this.folder = folder;
    }

    /** For {@code @EnabledIf}. */
    public static boolean isInstalled() {
        boolean installed = PostgresServer.isInstalled()
                && Stream.of("patroni", "etcd", "setpriv").allMatch(Patroni::isProgram);
        if (!installed) {
            System.out.println("Patroni or etcd is not installed: the loss of a primary is not tested");
        }
        return installed;
    }

    private static boolean isProgram(String name) {
        return Stream.of("/usr/bin", "/usr/local/bin").anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Returns when there are a primary and a synchronous standby. */
    public static Patroni start() {
        Patroni patroni = new Patroni(Command.asPostgres("mktemp", "-d", "/tmp/ostiary-patroni-XXXXXX")
                .strip());
        try {
            patroni.launch();
            return patroni;
        } catch (RuntimeException | Error e) {
            patroni.close();
            throw e;
        }
    }

    private void launch() {
        int client = Ports.free();
        String peer = "http://127.0.0.1:" + Ports.free();
        String clients = "http://127.0.0.1:" + client;
        etcd.add(child(
                "etcd",
                List.of(
                        "etcd",
                        "--data-dir=" + folder + "/etcd",
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer)));
        for (String name : List.of("first", "second")) {
            startNode(name, client);
            Await.until(name + " to run", PATIENCE, () -> isRunning(nodes.getLast()));
        }
        awaitStandby();
    }

    /** Returns when the primary waits for a standby at each commit. */
    private void awaitStandby() {
        try {
            Await.until(
                    "a synchronous standby", PATIENCE, () -> nodes.stream().anyMatch(node -> answers(node, "/sync")));
        } catch (AssertionError e) {
            String told = nodes.stream()
                    .map(node -> node.name() + " says:\n" + node.process().output())
                    .collect(Collectors.joining("\n"));
            throw new AssertionError(e.getMessage() + "\n" + told, e);
        }
    }

    private void startNode(String name, int etcd) {
        int port = Ports.free();
        int control = Ports.free();
        String data = folder + "/" + name;
        String file = folder + "/" + name + ".yml";
        write(file, configuration(name, port, control, etcd));
        nodes.add(new Node(name, port, control, data, child(name, List.of("patroni", file))));
    }

    /** As short as Patroni allows: a primary that is lost is replaced after {@code ttl} seconds. */
    private String configuration(String name, int port, int control, int etcd) {
        return """
                scope: ostiary
                name: %1$s
                restapi: {listen: "127.0.0.1:%3$d", connect_address: "127.0.0.1:%3$d"}
                etcd3: {host: "127.0.0.1:%4$d"}
                bootstrap:
                  dcs:
                    ttl: 20
                    loop_wait: 2
                    retry_timeout: 5
                    synchronous_mode: true
                    postgresql: {use_pg_rewind: false, parameters: {max_connections: 100}}
                  initdb: [{encoding: UTF8}, {locale: C.UTF-8}]
                postgresql:
                  listen: 127.0.0.1:%2$d
                  connect_address: 127.0.0.1:%2$d
                  data_dir: %5$s/%1$s
                  bin_dir: %6$s
                  pgpass: %5$s/%1$s.pgpass
                  authentication: {superuser: {username: postgres, password: postgres}, replication: {username: replicator, password: replicator}}
                  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
                  parameters: {unix_socket_directories: "%5$s"}
                """.formatted(name, port, control, etcd, folder, PostgresServer.binaries());
    }

    private void write(String file, String text) {
        Command.asPostgres("sh", "-c", "cat > \"$0\" <<'END'\n" + text + "END\n", file);
    }

    /** Without a process in between, so that a signal reaches it. */
    private static Child child(String name, List<String> command) {
        List<String> all = new ArrayList<>(
                Command.ROOT
                        ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
                        : List.of());
        all.addAll(command);
        return Child.start(name, Path.of("/tmp"), Map.of("HOME", "/tmp"), all);
    }

    private static boolean isRunning(Node node) {
        if (!node.process().isAlive()) {
            throw new AssertionError("Patroni ended:\n" + node.process().output());
        }
        return answers(node, "/health");
    }

    private static boolean answers(Node node, String path) {
        try {
            return Api.at(URI.create("http://127.0.0.1:" + node.control()))
                            .get(path)
                            .status()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Node primary() {
        return Await.value(
                "a primary",
                PATIENCE,
                () -> nodes.stream().filter(node -> answers(node, "/primary")).findFirst());
    }

    /** Makes a database; returns its address with both servers in it. */
    public String createDatabase(String name) {
        Command.asPostgres(
                PostgresServer.binaries() + "/createdb",
                "-h",
                "127.0.0.1",
                "-p",
                "" + primary().port(),
                "-U",
                "postgres",
                name);
        String hosts = nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
        return "postgres://postgres@" + hosts + "/" + name + "?targetServerType=primary";
    }

    /** Ends the primary and what watches over it (SIGKILL), as the loss of a machine does. */
    public void killPrimary() {
        Node primary = primary();
        primary.process().kill();
        PostgresServer.kill(primary.data());
    }

    /** Makes the standby the primary and the other way around, as for maintenance. */
    public void switchOver() {
        String leader = primary().name();
        JsonElement body = Json.object("leader", leader);
        Api.at(URI.create("http://127.0.0.1:" + primary().control()))
                .post("/switchover", body)
                .ok();
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.process().kill();
            PostgresServer.kill(node.data());
        }
        etcd.forEach(Child::kill);
        Command.asPostgres("rm", "-rf", folder);
    }
}
