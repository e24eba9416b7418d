package dev.ostiary.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of what was committed. Safe for use by many threads. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Consumer<List<Committed>>> ofCommits = new CopyOnWriteArrayList<>();
    private final List<Runnable> ofGaps = new CopyOnWriteArrayList<>();
    private final AtomicLong told = new AtomicLong();

    public void onCommit(Consumer<List<Committed>> listener) {
        ofCommits.add(listener);
    }

    public void onGap(Runnable listener) {
        ofGaps.add(listener);
    }

    /** Tells all of committed events. They are durable by now: a listener that fails must not make them look as if they weren't. */
    public void announce(List<Committed> committed) {
        told.incrementAndGet();
        ofCommits.forEach(listener -> tell(() -> listener.accept(committed)));
    }

    /** Tells all that events may have been missed. */
    public void gap() {
        told.incrementAndGet();
        ofGaps.forEach(Listeners::tell);
    }

    /** How often anything was told: it counts before the listeners hear it. */
    public long moment() {
        return told.get();
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a listener failed to take note of committed events", e);
        }
    }
}
