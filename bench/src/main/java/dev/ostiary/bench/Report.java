package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as a page and charts. */
final class Report {
    private static final String PAGE = "performance.md";

    private final StringBuilder page = new StringBuilder();
    private final String measured;
    private final Map<String, String> charts = new LinkedHashMap<>();

    Report(String load) throws IOException {
        measured = format(
                "on %s: %d processors (%s), load before the run %s",
                LocalDate.now(), Runtime.getRuntime().availableProcessors(), processor(), load);
        page.append("# Performance\n\nWritten by `./ostiary bench` ")
                .append(measured)
                .append("""
                        . Where a section
                        doesn't say otherwise, the driver, and the provider that people sign in through, run on the same processors: throughput and latency are what
                        is left beside them. CPU time is that of the
                        subject's servers and database (user and system, as the kernel counts it), without the driver's.
                        """);
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    void subjects(List<Measured> all, Map<String, String> absent) {
        page.append("""

                ## Start and memory

                The first start makes the tables, the first instance or realm, and its keys. Memory is what is resident of the servers, without the database.

                | | first start to the first answer | memory after the start | right after the load below | a minute later |
                |---|---|---|---|---|
                """);
        all.forEach(one -> page.append(format(
                "| %s | %.2f s | %d MiB | %d MiB | %d MiB |%n",
                one.subject(), one.untilFirstAnswer().toMillis() / 1e3, one.idle(), one.loaded(), one.rested())));
        absent.forEach((name, why) -> page.append(format(
                "| %s | not measured: %s | | | |%n",
                name, why.lines().findFirst().orElse(""))));
        SideBySidePages pages = new SideBySidePages(all);
        page.append(pages.ratios());
        page.append(pages.calls());
        charts.putAll(pages.charts());
    }

    void restart(Duration again) {
        page.append(format(
                "%n## Later starts%n%nOn SQLite, with the data of the load above: %.2f s to the first answer.%n",
                again.toMillis() / 1e3));
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

    /** @param of what there is more and more of */
    void growth(String of, List<Growth.Size> sizes) {
        page.append(format("%n## Growth with %s%n%n", of)).append("""
                Get one provider, list ten of an organization, and sign in through a provider as somebody who is known; 4 connections, on SQLite, ten providers in
                each organization. The bar is 1.3 at p99.

                | providers | organizations | users | get p50 ms | p99 | list p50 | p99 | sign-in p50 | p99 | resident memory |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        for (Growth.Size size : sizes) {
            page.append(format("| %d | %d | %d", size.providers(), size.organizations(), size.users()));
            for (Load.Result result : results(size)) {
                page.append(format(" | %.2f | %.2f", result.p50(), result.p99()));
            }
            page.append(format(" | %d MiB |%n", size.memory()));
        }
        List<Load.Result> few = results(sizes.getFirst());
        List<Load.Result> many = results(sizes.getLast());
        page.append("| ratio | |");
        for (int i = 0; i < few.size(); i++) {
            page.append(format(
                    " | %.2f | %.2f",
                    many.get(i).p50() / few.get(i).p50(),
                    many.get(i).p99() / few.get(i).p99()));
        }
        page.append(" | |\n");
    }

    private static List<Load.Result> results(Growth.Size size) {
        return List.of(size.get(), size.list(), size.signIn());
    }

    /** Sign-ins through providers of all kinds. */
    void federation(Federation federation) {
        page.append(new FederationPages(federation).sections());
    }

    /** Writes {@code performance.md} and the charts beside it. */
    void write(Path folder) throws IOException {
        writeCharts(folder);
        Files.writeString(folder.resolve(PAGE), page);
    }

    private void writeCharts(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(SideBySidePages.CHARTS));
        for (Map.Entry<String, String> chart : charts.entrySet()) {
            Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
        }
    }

    /** Writes the sections that there are, and their charts, into the page of a folder, which keeps its others. Each says when it was measured. */
    void writeInto(Path folder) throws IOException {
        writeCharts(folder);
        Path file = folder.resolve(PAGE);
        Sections anew = Sections.of(page.toString()).noting("Measured " + measured + ".");
        Files.writeString(file, Sections.of(Files.readString(file)).with(anew).toString());
    }

    static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
