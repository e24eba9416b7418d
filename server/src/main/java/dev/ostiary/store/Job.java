package dev.ostiary.store;

import java.time.Duration;

/**
 * Something to be done from time to time, by one server of many. The store remembers when it was last taken on, so that it is done once however
 * many servers there are and however often they start.
 *
 * @param name unique among all jobs
 * @param every how long after one server has taken it on another one may
 */
public record Job(String name, Duration every) {

    /** A time too far in the future was written by a clock that went wrong, and doesn't count. */
    private static final String TAKE = """
            insert into jobs (name, taken_at) values (?, ?)
            on conflict (name) do update set taken_at = excluded.taken_at where jobs.taken_at <= ? or jobs.taken_at > ?""";

    /** Takes it on, unless somebody has done so already. Who got true does it; who doesn't live to do it leaves it to the next time. */
    public boolean take(Store store) {
        return store.write(tx -> tx.sql()
                        .execute(
                                TAKE,
                                name,
                                Micros.of(tx.now()),
                                Micros.of(tx.now().minus(every)),
                                Micros.of(tx.now().plus(every)))
                > 0);
    }
}
