package dev.ostiary.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is measured of a store. Safe for use by many threads. */
public final class StoreMetrics {
    private final MeterRegistry registry;
    private final Timer commits;
    private final DistributionSummary commands;
    private final Counter repeats;
    private final Counter failures;
    private final Counter refused;

    public StoreMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.commits = Timer.builder("ostiary.store.commit")
                .description("Time of a commit, which many commands share, with the work of its commands")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(registry);
        this.commands = DistributionSummary.builder("ostiary.store.commit.commands")
                .description("Commands that shared a commit")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
                .register(registry);
        this.repeats = Counter.builder("ostiary.store.commit.repeats")
                .description("Transactions that were run again because another server was faster")
                .register(registry);
        this.failures = Counter.builder("ostiary.store.commit.failures")
                .description("Commits that failed: nothing was changed")
                .register(registry);
        this.refused = Counter.builder("ostiary.store.commands.refused")
                .description("Commands that were refused because too many waited")
                .register(registry);
    }

    /** Returns some that nobody reads: for commands, which end when they are done. */
    public static StoreMetrics unread() {
        return new StoreMetrics(new SimpleMeterRegistry());
    }

    void committed(int together, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        commands.record(together);
    }

    void runsAgain() {
        repeats.increment();
    }

    void failed() {
        failures.increment();
    }

    void refused() {
        refused.increment();
    }

    void waiting(Supplier<Number> commandsThatWait) {
        Gauge.builder("ostiary.store.commands.waiting", commandsThatWait)
                .description("Commands that wait for a commit")
                .register(registry);
    }

    /** @param used connections that read right now */
    public void readers(int most, Supplier<Number> used) {
        Gauge.builder("ostiary.store.readers", () -> most)
                .description("Connections for reading")
                .register(registry);
        Gauge.builder("ostiary.store.readers.used", used)
                .description("Connections that read right now")
                .register(registry);
    }

    /** @param seconds since this server has last seen all that the others committed */
    public void following(Supplier<Number> seconds) {
        Gauge.builder("ostiary.store.follower.lag", seconds)
                .description("Time since this server has seen all that other servers had committed")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Counts how often the commits of other servers could not be followed. */
    public Counter followerLosses() {
        return Counter.builder("ostiary.store.follower.losses")
                .description("Times the commits of other servers could not be followed")
                .register(registry);
    }
}
