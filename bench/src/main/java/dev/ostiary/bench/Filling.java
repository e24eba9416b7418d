package dev.ostiary.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes many of something, over several connections. */
final class Filling {
    private Filling() {}

    /**
     * Does it once for each number.
     *
     * @param port of the server
     * @param from the first number
     * @param to after the last
     */
    static void fill(int port, int connections, int from, int to, Scenario each)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger(from);
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                writers.add(threads.submit(() -> {
                    some(port, next, to, each);
                    return next;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    private static void some(int port, AtomicInteger next, int to, Scenario each) throws IOException {
        try (Client client = new Client(port)) {
            for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                each.run(client, n);
            }
        }
    }
}
