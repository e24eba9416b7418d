package dev.ostiary.telemetry;

import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A store whose commands are spans of the trace that they are part of: from the queue to the commit. */
record TracedStore(Store store, Tracer tracer) implements Store {

    @Override
    public <T> T read(Function<Handle, T> query) {
        return store.read(query);
    }

    @Override
    public <T> T write(Function<Transaction, T> command) {
        if (!Span.current().isRecording()) {
            return store.write(command);
        }
        Span span = tracer.spanBuilder("store commit").startSpan();
        try {
            return store.write(command);
        } catch (Unavailable unavailable) {
            span.setStatus(StatusCode.ERROR);
            throw unavailable;
        } finally {
            span.end();
        }
    }

    @Override
    public void onCommit(Consumer<List<Committed>> listener) {
        store.onCommit(listener);
    }

    @Override
    public void onGap(Runnable listener) {
        store.onGap(listener);
    }

    @Override
    public long moment() {
        return store.moment();
    }

    @Override
    public boolean isPresent(long moment) {
        return store.isPresent(moment);
    }

    @Override
    public boolean isUpToDate() {
        return store.isUpToDate();
    }

    @Override
    public void close() {
        store.close();
    }
}
