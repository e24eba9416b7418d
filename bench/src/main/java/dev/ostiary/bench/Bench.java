package dev.ostiary.bench;

import dev.ostiary.config.Settings.LogForm;
import dev.ostiary.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Starts the server, measures it and writes what came of it. Run from the project's folder by {@code ./ostiary bench}. */
public final class Bench {
    private static final int[] CONNECTIONS = {1, 16, 64};
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration RUN = Duration.ofSeconds(6);

    private Bench() {}

    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        Logging.configure(LogForm.TEXT);
        Path home = Path.of(System.getProperty("ostiary.home", ".")).toAbsolutePath();
        Path folder = Files.createTempDirectory("ostiary-bench");
        try {
            String page = measure(home, folder);
            System.out.println(page);
            Files.writeString(home.resolve("docs/performance.md"), page);
        } finally {
            delete(folder);
        }
    }

    private static String measure(Path home, Path folder)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        Report report = new Report(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(home, folder.resolve("unmeasured"))) {
            server.untilFirstAnswer(); // the launcher makes the class cache with the first start of a build
        }
        Duration first;
        try (ServerProcess server = ServerProcess.start(home, data)) {
            first = server.untilFirstAnswer();
        }
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        try (ServerProcess server = ServerProcess.start(home, data)) {
            long idle = server.residentMebibytes();
            for (Map.Entry<String, IntFunction<Call>> call :
                    Scenarios.prepare(server).entrySet()) {
                Load.run(server, 16, WARM_UP, call.getValue());
                List<Load.Result> lines = new ArrayList<>();
                for (int connections : CONNECTIONS) {
                    lines.add(Load.run(server, connections, RUN, call.getValue()));
                }
                results.put(call.getKey(), lines);
            }
            report.start(first, server.untilFirstAnswer(), idle, server.residentMebibytes());
        }
        report.commits(Commits.ofStore(folder, RUN), Commits.ofSqlite(folder, RUN), Commits.ofFile(folder, RUN));
        report.calls(results);
        try (ServerProcess server = ServerProcess.start(home, folder.resolve("growth"))) {
            report.growth(Growth.measure(server, RUN));
        }
        return report.toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
