package dev.ostiary.rpc.wire;

import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Ends calls that take longer than their caller waits, by interrupting the thread that works on them. */
final class Deadlines {

    private final ScheduledThreadPoolExecutor clock;

    Deadlines() {
        clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /** One call's time. It is over once: either the call finishes first or it is interrupted. */
    private static final class Watch implements Runnable {
        private final Thread worker = Thread.currentThread();
        private boolean finished;
        private boolean expired;

        @Override
        public synchronized void run() {
            if (!finished) {
                expired = true;
                worker.interrupt();
            }
        }

        /** Returns whether the time was over before. No interrupt comes after this, and none is left. */
        synchronized boolean finish() {
            finished = true;
            if (expired) {
                Thread.interrupted();
            }
            return expired;
        }
    }

    /**
     * @param time how long the work may take
     * @throws Problem DEADLINE_EXCEEDED when it took longer, whatever came of it
     */
    <T> T within(Duration time, Supplier<T> work) {
        if (!time.isPositive()) {
            throw exceeded();
        }
        Watch watch = new Watch();
        var alarm = clock.schedule(watch, time.toNanos(), TimeUnit.NANOSECONDS);
        T result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            throw watch.finish() ? exceeded() : e;
        } finally {
            alarm.cancel(false);
        }
        if (watch.finish()) {
            throw exceeded();
        }
        return result;
    }

    private static Problem exceeded() {
        return Problem.plain(Kind.DEADLINE_EXCEEDED, "context deadline exceeded");
    }
}
