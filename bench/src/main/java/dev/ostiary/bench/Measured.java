package dev.ostiary.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A subject and what was measured of it.
 *
 * @param idle MiB that are resident after the start
 * @param loaded the same at the end
 * @param rested the same a minute later
 * @param results by the names of {@link Scenario}
 */
record Measured(
        String subject,
        Duration untilFirstAnswer,
        long idle,
        long loaded,
        long rested,
        Map<String, List<Load.Result>> results) {

    Optional<Load.Result> at(String scenario, int connections) {
        return results.getOrDefault(scenario, List.of()).stream()
                .filter(result -> result.connections() == connections)
                .findFirst();
    }
}
