package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same for each subject, one after the other: nothing else runs meanwhile. A subject starts and warms up with all processors, and is measured with half
 * of them.
 */
final class SideBySide {
    private static final int SERVERS = 3;
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(2);

    private final Path home;
    private final Path folder;
    private final Options options;
    private final Upstream upstream;
    private final Processors processors = Processors.of(Runtime.getRuntime().availableProcessors());
    private final List<Measured> measured = new ArrayList<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    SideBySide(Path home, Path folder, Options options, Upstream upstream) {
        this.home = home;
        this.folder = folder;
        this.options = options;
        this.upstream = upstream;
    }

    void run() throws InterruptedException, ExecutionException {
        for (String name : options.subjects()) {
            try (Subject subject = start(name)) {
                measured.add(measure(subject));
            } catch (IOException e) {
                absent.put(name, String.valueOf(e.getMessage()));
                System.err.println(name + " was not measured: " + e.getMessage());
            }
        }
    }

    /** Starts a subject, empty. */
    private Subject start(String name) throws IOException, InterruptedException {
        return switch (name) {
            case Options.SQLITE -> Ostiary.onFile(home, folder.resolve(name));
            case Options.POSTGRES -> Ostiary.onPostgres(home, folder.resolve(name), 1);
            case Options.SERVERS -> Ostiary.onPostgres(home, folder.resolve(name), SERVERS);
            default -> Keycloak.start(folder.resolve(name));
        };
    }

    private Measured measure(Subject subject) throws IOException, InterruptedException, ExecutionException {
        long idle = subject.processes().residentMebibytes();
        Map<String, List<Load.Result>> results = new LinkedHashMap<>();
        for (Map.Entry<String, Scenario> each :
                subject.scenarios(upstream, options.people()).entrySet()) {
            if (options.isWanted(each.getKey())) {
                results.put(each.getKey(), results(subject, each.getKey(), each.getValue()));
            }
        }
        long loaded = subject.processes().residentMebibytes();
        TimeUnit.SECONDS.sleep(options.rest().toSeconds());
        return new Measured(
                subject.name(),
                subject.untilFirstAnswer(),
                idle,
                loaded,
                subject.processes().residentMebibytes(),
                results);
    }

    private List<Load.Result> results(Subject subject, String name, Scenario scenario)
            throws IOException, InterruptedException, ExecutionException {
        AtomicInteger counter = new AtomicInteger();
        Load.run(subject, options.connections().get(1), warmUp(subject, name), counter, scenario);
        processors.split(subject.processes());
        try {
            List<Load.Result> lines = new ArrayList<>();
            for (int connections : options.connections()) {
                Load.Result result = Load.run(subject, connections, options.run(), counter, scenario);
                System.err.println(subject.name() + ": " + name + ": " + result);
                lines.add(result);
            }
            return lines;
        } finally {
            processors.join(subject.processes());
        }
    }

    /** Servers that share the load take as many times as long to compile what they run; two minutes are long enough. */
    private Duration warmUp(Subject subject, String scenario) {
        Duration together =
                options.warmUp(scenario).multipliedBy(subject.ports().size());
        return together.compareTo(LONGEST_WARM_UP) < 0 ? together : LONGEST_WARM_UP;
    }

    List<Measured> measured() {
        return measured;
    }

    /** By the names of {@link Options}: what was not measured, and why. */
    Map<String, String> absent() {
        return absent;
    }
}
