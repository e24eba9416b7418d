package dev.ostiary.bench;

import java.io.IOException;
import java.util.List;

/**
 * The machine's processors, split between a subject and the driver, so that what the driver costs takes nothing away from what is measured.
 * Moves processes by {@code taskset} of util-linux.
 *
 * @param subject as {@code taskset --cpu-list} takes them
 * @param driver as well
 * @param all as well
 */
record Processors(String subject, String driver, String all) {
    private static final int MOST_TRIES = 20;

    /** Halves; a machine with one processor can't be split. */
    static Processors of(int count) {
        if (count < 2) {
            return new Processors("0", "0", "0");
        }
        int half = count / 2;
        return new Processors(range(0, half - 1), range(half, count - 1), range(0, count - 1));
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** Leaves the driver its half and the subject the other. */
    void split(Processes subject) throws IOException, InterruptedException {
        move(subject.all(), this.subject);
        move(List.of(ProcessHandle.current().pid()), driver);
    }

    /** Gives both all of them. */
    void join(Processes subject) throws IOException, InterruptedException {
        move(subject.all(), all);
        move(List.of(ProcessHandle.current().pid()), all);
    }

    private static void move(List<Long> pids, String processors) throws IOException, InterruptedException {
        for (long pid : pids) {
            int tries = 0;
            while (!isMoved(pid, processors)) {
                if (++tries == MOST_TRIES) {
                    throw new IOException("taskset could not move process " + pid + " to processors " + processors);
                }
            }
        }
    }

    /** A thread that ends meanwhile makes {@code taskset} give up. */
    private static boolean isMoved(long pid, String processors) throws IOException, InterruptedException {
        Process taskset = new ProcessBuilder(
                        "taskset", "--all-tasks", "--cpu-list", "--pid", processors, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return taskset.waitFor() == 0 || ProcessHandle.of(pid).isEmpty();
    }
}
