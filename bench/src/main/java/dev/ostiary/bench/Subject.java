package dev.ostiary.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A system under test that runs: one server or several, and the database they use. */
interface Subject extends AutoCloseable {
    /** As it is called in tables. */
    String name();

    /** Where its servers listen; clients are spread over them in turn. */
    List<Integer> ports();

    Duration untilFirstAnswer();

    /**
     * Prepares what is measured: adds providers, users and clients.
     *
     * @param upstream the provider that people sign in through
     * @param people how many accounts to make of each kind
     * @return by the names of {@link Scenario}, in the order to run them
     */
    Map<String, Scenario> scenarios(Upstream upstream, int people) throws IOException;

    /** Every process of it, the database's too. */
    Processes processes();

    @Override
    void close();
}
