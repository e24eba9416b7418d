package dev.ostiary.store;

import java.util.List;

/**
 * A part of a list.
 *
 * @param total how many rows the whole list has; 0 when the part begins behind its end
 */
public record Page<T>(long total, List<T> rows) {

    /**
     * Which part of a list: at most {@value #LARGEST} rows, also when nothing or more was asked for.
     *
     * @param offset how many rows to pass over; read as unsigned, as the contract has it
     */
    public record Window(long offset, int limit) {
        public static final int LARGEST = 1000;

        public Window {
            limit = limit <= 0 || limit > LARGEST ? LARGEST : limit;
            offset = offset < 0 ? Long.MAX_VALUE : offset;
        }
    }
}
