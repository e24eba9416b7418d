package dev.ostiary.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Sends the same kind of call over a number of connections for a while. */
final class Load {
    private static final int MOST = 2_000_000;

    private Load() {}

    /**
     * What it came to.
     *
     * @param cpuMillis CPU time of the server for one request
     * @param p50 latency in milliseconds
     */
    record Result(int connections, double perSecond, double p50, double p99, double cpuMillis, long failures) {}

    /** @param call the n-th call of the run */
    static Result run(ServerProcess server, int connections, Duration time, IntFunction<Call> call)
            throws IOException, InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        Duration cpuBefore = server.cpu();
        long begun = System.nanoTime();
        long[][] latencies;
        long failures = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            java.util.List<Future<Worker>> running = IntStream.range(0, connections)
                    .mapToObj(i -> threads.submit(() -> new Worker().run(server.port(), i, connections, end, call)))
                    .toList();
            latencies = new long[connections][];
            for (int i = 0; i < connections; i++) {
                Worker worker = running.get(i).get();
                latencies[i] = worker.latencies();
                failures += worker.failures;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Duration cpu = server.cpu().minus(cpuBefore);
        long[] all =
                Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(
                connections,
                all.length / seconds,
                at(all, 0.50),
                at(all, 0.99),
                all.length == 0 ? 0 : cpu.toNanos() / 1e6 / all.length,
                failures);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    /** One connection. */
    private static final class Worker {
        private long[] times = new long[4096];
        private int count;
        private long failures;

        Worker run(int port, int first, int step, long end, IntFunction<Call> call) throws IOException {
            try (Connection connection = new Connection(port)) {
                for (int n = first; System.nanoTime() < end && count < MOST; n += step) {
                    long begun = System.nanoTime();
                    if (connection.send(call.apply(n)).status() != 200) {
                        failures++;
                    }
                    add(System.nanoTime() - begun);
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

        long[] latencies() {
            return Arrays.copyOf(times, count);
        }
    }
}
