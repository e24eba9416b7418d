package dev.ostiary.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Does the same over a number of connections for a while. */
final class Load {
    private static final int MOST = 2_000_000;

    private Load() {}

    /**
     * What it came to. Times are those of what succeeded, in milliseconds.
     *
     * @param perSecond what succeeded
     * @param cpuMillis time of the processors, of servers and databases, for each that succeeded
     * @param roundTrips requests for each
     * @param failed what was refused or broke
     * @param complaint the first of those, or empty
     */
    record Result(
            int connections,
            double perSecond,
            double p50,
            double p95,
            double p99,
            double p999,
            double cpuMillis,
            double roundTrips,
            long failed,
            String complaint) {}

    /** @param counter goes on from run to run where each must be something new */
    static Result run(Subject subject, int connections, Duration time, AtomicInteger counter, Scenario scenario)
            throws IOException, InterruptedException, ExecutionException {
        Duration cpuBefore = subject.processes().cpu();
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Worker> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Worker>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int port = subject.ports().get(i % subject.ports().size());
                running.add(threads.submit(() -> new Worker().run(port, end, counter, scenario)));
            }
            for (Future<Worker> worker : running) {
                workers.add(worker.get());
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Duration cpu = subject.processes().cpu().minus(cpuBefore);
        long[] all = workers.stream()
                .flatMapToLong(worker -> Arrays.stream(worker.times, 0, worker.count))
                .sorted()
                .toArray();
        double some = Math.max(1, all.length);
        return new Result(
                connections,
                all.length / seconds,
                at(all, 0.50),
                at(all, 0.95),
                at(all, 0.99),
                at(all, 0.999),
                cpu.toNanos() / 1e6 / some,
                workers.stream().mapToLong(worker -> worker.roundTrips).sum() / some,
                workers.stream().mapToLong(worker -> worker.failed).sum(),
                workers.stream()
                        .map(worker -> worker.complaint)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    /** One connection. */
    private static final class Worker {
        private long[] times = new long[4096];
        private int count;
        private long roundTrips;
        private long failed;
        private String complaint = "";

        Worker run(int port, long end, AtomicInteger counter, Scenario scenario) throws IOException {
            try (Client client = new Client(port)) {
                while (System.nanoTime() < end && count < MOST) {
                    long begun = System.nanoTime();
                    try {
                        roundTrips += scenario.run(client, counter.getAndIncrement() & Integer.MAX_VALUE);
                        add(System.nanoTime() - begun);
                    } catch (IOException e) {
                        failed++;
                        complaint = complaint.isEmpty() ? String.valueOf(e.getMessage()) : complaint;
                        if (!(e instanceof Client.Refused)) {
                            client.close();
                        }
                    }
                }
            }
            return this;
        }

        private void add(long nanos) {
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
            }
            times[count++] = nanos;
        }
    }
}
