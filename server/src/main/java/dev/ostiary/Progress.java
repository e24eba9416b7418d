package dev.ostiary;

import dev.ostiary.store.move.Transfer;
import java.io.PrintStream;
import java.time.Duration;

/** How far a long work is: one line, written again and again on a terminal; elsewhere a line every few seconds. */
final class Progress implements Transfer.Progress {
    private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private String phase = "";
    private long rows;
    private long rowsOfThisTable;
    private String table = "";
    private long printed = System.nanoTime();

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** @return whether a person reads what the program prints */
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** @param phase what is done with the rows that follow, such as "copying" */
    void begin(String phase) {
        printed = System.nanoTime();
        this.phase = phase;
        rows = 0;
        rowsOfThisTable = 0;
        table = "";
    }

    @Override
    public void rows(String table, long done, long total) {
        if (!table.equals(this.table)) {
            rows += rowsOfThisTable;
            this.table = table;
        }
        rowsOfThisTable = done;
        if (System.nanoTime() - printed > (terminal ? ON_A_TERMINAL : ELSEWHERE).toNanos()) {
            String line = "        " + phase + " " + table + ": " + done + " of " + total + " rows; " + (rows + done)
                    + " in all";
            out.print(terminal ? ERASE_LINE + line : line + System.lineSeparator());
            out.flush();
            printed = System.nanoTime();
        }
    }

    /** Makes room for a line that stays. Returns how many rows there were since {@link #begin}. */
    long end() {
        if (terminal) {
            out.print(ERASE_LINE);
        }
        return rows + rowsOfThisTable;
    }
}
