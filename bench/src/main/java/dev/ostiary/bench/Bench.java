package dev.ostiary.bench;

import dev.ostiary.config.Settings.LogForm;
import dev.ostiary.crypto.NativeAlgorithms;
import dev.ostiary.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.ParameterException;

/**
 * Measures this server and others side by side, and writes what came of it. Run from the project's folder by {@code ./ostiary bench};
 * {@code --only sqlite,keycloak} chooses, {@code --calls "get IdP,brokered"} too, and {@code --short} sees that it works; all of these leave
 * {@code docs} alone but {@code --only growth}, {@code federation}, and {@code sqlite,postgres,servers,keycloak} together, which write their own
 * sections anew.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (ParameterException e) {
            System.err.println("ostiary: " + e.getMessage());
            System.exit(2);
            return;
        }
        Logging.configure(LogForm.TEXT);
        NativeAlgorithms.install(); // the upstream provider should cost as little as it can
        Path home = Path.of(System.getProperty("ostiary.home", ".")).toAbsolutePath();
        Path docs = home.resolve("docs");
        Path target = options.isWhole() || options.isPart() ? docs : home.resolve("bench/target/part");
        Path folder = Files.createTempDirectory("ostiary-bench");
        try {
            Report report = measure(home, folder, options);
            if (options.isPart()) {
                report.writeInto(docs);
            } else {
                report.write(target);
            }
            System.out.println(report);
            System.out.println("Written to " + target.resolve("performance.md"));
        } finally {
            delete(folder);
        }
        System.exit(0); // the upstream's threads
    }

    private static Report measure(Path home, Path folder, Options options)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        Report report = new Report(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        try (Ostiary server = Ostiary.onFile(home, folder.resolve("unmeasured"))) {
            server.untilFirstAnswer(); // the launcher makes the class cache with the first start of a build
        }
        try (Upstream upstream = Upstream.start()) {
            if (!options.subjects().isEmpty()) {
                SideBySide all = new SideBySide(home, folder, options, upstream);
                all.run();
                report.subjects(all.measured(), all.absent());
            }
            if (options.isWantedBeside(Options.GROWTH)) {
                try (Ostiary server = Ostiary.onFile(home, folder.resolve("growth"))) {
                    new Growth(server, upstream, options).measure(report);
                }
            }
            if (options.isWantedBeside(Options.FEDERATION)) {
                report.federation(new Federation(home, folder, options, upstream).measured());
            }
        }
        if (options.isWantedBeside(Options.SQLITE)) {
            try (Ostiary again = Ostiary.onFile(home, folder.resolve("sqlite"))) {
                report.restart(again.untilFirstAnswer());
            }
            report.commits(
                    Commits.ofStore(folder, options.run()),
                    Commits.ofSqlite(folder, options.run()),
                    Commits.ofFile(folder, options.run()));
        }
        return report;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
