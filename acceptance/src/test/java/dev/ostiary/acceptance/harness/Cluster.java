package dev.ostiary.acceptance.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several servers on one database, and a {@link Balancer} in front of them. People and applications know the balancer only. */
public final class Cluster implements Installation, AutoCloseable {
    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final List<RunningServer> servers;
    private final Balancer balancer;

    private Cluster(List<RunningServer> servers, Balancer balancer) {
        this.servers = servers;
        this.balancer = balancer;
    }

    /** Starts servers on a new database of the PostgreSQL that all tests share. */
    public static Cluster start(int count, Path folder) {
        return start(count, folder, Postgres.createDatabase());
    }

    /** The same, with variables that only the last of them gets. */
    public static Cluster start(int count, Path folder, Map<String, String> environmentOfTheLast) {
        return start(count, folder, Postgres.createDatabase(), environmentOfTheLast);
    }

    /** @param store the database's address */
    public static Cluster start(int count, Path folder, String store) {
        return start(count, folder, store, Map.of());
    }

    private static Cluster start(int count, Path folder, String store, Map<String, String> environmentOfTheLast) {
        List<RunningServer> servers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Settings settings = settings(folder.resolve("server-" + i), store);
                Map<String, String> environment = new HashMap<>(settings.environment());
                if (i == count - 1) {
                    environment.putAll(environmentOfTheLast);
                }
                servers.add(RunningServer.start(settings.environment(environment)));
            }
        } catch (RuntimeException | Error e) {
            servers.forEach(RunningServer::close);
            throw e;
        }
        return of(servers);
    }

    private static Cluster of(List<RunningServer> servers) {
        return new Cluster(
                servers, Balancer.of(servers.stream().map(RunningServer::port).toList()));
    }

    /** How a server of a cluster is started. */
    public static Settings settings(Path data, String store) {
        return new Settings(data, List.of("--store", store), Map.of("OSTIARY_MASTER_KEY", MASTER_KEY));
    }

    public List<RunningServer> servers() {
        return List.copyOf(servers);
    }

    public RunningServer server(int position) {
        return servers.get(position);
    }

    /** Starts a server again that has ended. */
    public void restart(int position) {
        servers.set(position, servers.get(position).restart());
    }

    /** The administrator's calls to each of the servers. */
    public List<Api> apis() {
        return servers.stream().map(server -> server.anonymous().as(token())).toList();
    }

    public Balancer balancer() {
        return balancer;
    }

    @Override
    public URI origin() {
        return URI.create("http://localhost:" + balancer.port());
    }

    /** Of the server that was first, and so made the instance. */
    @Override
    public String token() {
        return servers.getFirst().token();
    }

    @Override
    public void close() {
        balancer.close();
        servers.forEach(RunningServer::close);
    }
}
