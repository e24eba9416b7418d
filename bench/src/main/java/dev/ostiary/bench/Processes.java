package dev.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel says that processes use, with all that they started.
 *
 * @param servers process ids
 * @param databases process ids
 */
record Processes(List<Long> servers, List<Long> databases) {
    private static final int TICKS_PER_SECOND = 100;

    /** Time of the processor so far, user and system. */
    Duration cpu() throws IOException {
        long ticks = 0;
        for (long pid : all()) {
            ticks += ticks(pid);
        }
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** Memory of the servers that is resident now, in MiB. The database's is shared memory for the most part, and the same for all. */
    long residentMebibytes() throws IOException {
        long kibibytes = 0;
        for (long root : servers) {
            for (long pid : tree(root)) {
                kibibytes += resident(pid);
            }
        }
        return kibibytes / 1024;
    }

    /** The ids of all of them that run now. */
    List<Long> all() {
        return Stream.concat(servers.stream(), databases.stream())
                .flatMap(root -> tree(root).stream())
                .toList();
    }

    private static List<Long> tree(long root) {
        return Stream.concat(
                        Stream.of(root),
                        ProcessHandle.of(root).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
    }

    /** With what children used that have ended. */
    private static long ticks(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(fields)
                    .skip(11)
                    .limit(4)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    private static long resident(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
