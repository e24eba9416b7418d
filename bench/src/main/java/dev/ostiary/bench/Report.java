package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as a page. */
final class Report {
    private static final Map<String, String> BARS = Map.of(
            "get IdP", "0.15 | 10 (46 after 3 000 changes) | 1.5",
            "userinfo", "0.10 | 4 | 0.7",
            "client credentials, opaque", "0.40 | 10 | 4.2",
            "client credentials, with ID token", "– | 10 | 4.2",
            "add IdP", "1.00 | 24 (46) | 4.5–6.5",
            "update IdP", "1.00 | 24 (46) | 4.5–6.5");

    private final StringBuilder page = new StringBuilder();

    Report(String load) throws IOException {
        page.append("# Performance\n\nWritten by `./ostiary bench` on ")
                .append(LocalDate.now())
                .append(": ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors (")
                .append(processor())
                .append("), load before the run ")
                .append(load)
                .append("""
                        . The driver runs on the same processors, so
                        throughput and latency are what is left beside it; CPU time is the server's own (user and system, as the kernel counts
                        it) and is the figure to compare.
                        """);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    void start(Duration first, Duration again, long idle, long afterLoad) {
        page.append(format("""

                ## Start and memory

                | | |
                |---|---|
                | first start to the first answer (makes the instance and its keys) | %.2f s |
                | later start to the first answer | %.2f s |
                | resident memory after the start | %d MiB |
                | resident memory after the load below | %d MiB |
                """, first.toMillis() / 1e3, again.toMillis() / 1e3, idle, afterLoad));
    }

    void commits(double store, double sqlite, double file) {
        page.append(format("""

                ## Durable commits

                64 writers, one event of 600 bytes and one unique value each, acknowledged after the sync. The bare loops gather who waits and commit for
                all of them: the same rows through JDBC alone, or 600 bytes each at the end of a file.

                | | commits/s | store against it |
                |---|---|---|
                | store | %.0f | |
                | bare SQLite loop | %.0f | %.2f |
                | bare file loop | %.0f | %.2f |
                """, store, sqlite, store / sqlite, file, store / file));
    }

    void growth(List<Growth.Size> sizes) {
        Growth.Size few = sizes.getFirst();
        page.append(format("""

                ## Growth

                Get one provider and list ten of an organization, 4 connections, with %d providers in one organization and with %d in a thousand more. The
                bar is 1.3 at p99.

                | providers | get p50 ms | get p99 ms | list p50 ms | list p99 ms | resident memory |
                |---|---|---|---|---|---|
                """, few.providers(), sizes.getLast().providers()));
        for (Growth.Size size : sizes) {
            page.append(format(
                    "| %d | %.2f | %.2f | %.2f | %.2f | %d MiB |%n",
                    size.providers(),
                    size.get().p50(),
                    size.get().p99(),
                    size.list().p50(),
                    size.list().p99(),
                    size.memory()));
        }
        Growth.Size many = sizes.getLast();
        page.append(format(
                "| ratio | %.2f | %.2f | %.2f | %.2f | |%n",
                many.get().p50() / few.get().p50(),
                many.get().p99() / few.get().p99(),
                many.list().p50() / few.list().p50(),
                many.list().p99() / few.list().p99()));
    }

    void calls(Map<String, List<Load.Result>> results) {
        page.append("""

                ## Calls

                HTTP/1.1 in the clear, kept connections. The bar is DESIGN's for CPU time; the last two columns are what ZITADEL with its database and
                Keycloak were measured to spend on a machine of this kind (CPU ms, server and database).

                | call | connections | requests/s | p50 ms | p99 ms | CPU ms/request | failed | bar | ZITADEL | Keycloak |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        results.forEach((name, list) -> list.forEach(r -> page.append(format(
                "| %s | %d | %.0f | %.2f | %.2f | %.3f | %d | %s |%n",
                name,
                r.connections(),
                r.perSecond(),
                r.p50(),
                r.p99(),
                r.cpuMillis(),
                r.failures(),
                BARS.getOrDefault(name, " | | ")))));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
