package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This server: on its file, or one or more of it on PostgreSQL. */
final class Ostiary implements Subject {
    private final String name;
    private final Path data;
    private final List<ServerProcess> servers;
    private final Optional<PostgresProcess> database;

    private Ostiary(String name, Path data, List<ServerProcess> servers, Optional<PostgresProcess> database) {
        this.name = name;
        this.data = data;
        this.servers = servers;
        this.database = database;
    }

    /** @param data a folder; what it has is gone on with */
    static Ostiary onFile(Path home, Path data) throws IOException, InterruptedException {
        return new Ostiary(
                "Ostiary, SQLite", data, List.of(ServerProcess.ostiary(home, data, Map.of())), Optional.empty());
    }

    /** @param folder gets a folder for each server */
    static Ostiary onPostgres(Path home, Path folder, int count) throws IOException, InterruptedException {
        PostgresProcess database = PostgresProcess.start();
        List<ServerProcess> servers = new ArrayList<>();
        String name = count == 1 ? "Ostiary, PostgreSQL" : "Ostiary, PostgreSQL, " + count + " servers";
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Map<String, String> environment = Map.of(
                "OSTIARY_STORE",
                database.store(),
                "OSTIARY_MASTER_KEY",
                Base64.getEncoder().encodeToString(key));
        Ostiary subject = new Ostiary(name, folder.resolve("0"), servers, Optional.of(database));
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < count; i++) {
                servers.add(ServerProcess.ostiary(home, folder.resolve("" + i), environment));
            }
            return subject;
        } catch (IOException | InterruptedException e) {
            subject.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Integer> ports() {
        return servers.stream().map(ServerProcess::port).toList();
    }

    @Override
    public Duration untilFirstAnswer() {
        return servers.getFirst().untilFirstAnswer();
    }

    @Override
    public Processes processes() {
        return new Processes(
                servers.stream().map(ServerProcess::pid).toList(),
                database.stream().map(PostgresProcess::pid).toList());
    }

    String administratorToken() throws IOException {
        return Files.readString(data.resolve("admin.pat")).strip();
    }

    @Override
    public Map<String, Scenario> scenarios(Upstream upstream, int people) throws IOException {
        try (Client client = new Client(ports().getFirst())) {
            return new OstiaryCalls(client, administratorToken(), upstream).prepare(people);
        }
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
        database.ifPresent(PostgresProcess::close);
    }
}
