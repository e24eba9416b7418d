package dev.ostiary;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Gives memory back when nothing is going on: once after each time of work. The JVM's collector lets the heap grow under load, and by itself
 * cleans it up only when it is full, however long the server has had nothing to do.
 */
final class IdleHeap implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(20);

    /** Less processor time than this between two looks is nothing: what waits for the collector then is hardly anybody. */
    static final Duration NOTHING = EVERY.dividedBy(50);

    private final Supplier<Duration> processorTime;
    private final Runnable collector;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("idle-heap").daemon().factory());
    private Duration before = Duration.ZERO;
    private boolean clean;

    /**
     * @param processorTime what the process has used so far
     * @param collector collects garbage and shrinks the heap
     */
    IdleHeap(Supplier<Duration> processorTime, Runnable collector) {
        this.processorTime = processorTime;
        this.collector = collector;
    }

    /** The heap of this process. */
    static IdleHeap ofProcess() {
        IdleHeap heap = new IdleHeap(
                () -> ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO), System::gc);
        heap.timer.scheduleWithFixedDelay(heap::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        return heap;
    }

    /** Looks whether anything went on since the last time, and collects if nothing did for the first time. */
    void look() {
        Duration used = processorTime.get();
        boolean idle = used.minus(before).compareTo(NOTHING) < 0;
        if (idle && !clean) {
            collector.run();
        }
        clean = idle;
        before = processorTime.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
