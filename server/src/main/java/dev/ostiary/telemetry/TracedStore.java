package dev.ostiary.telemetry;

import dev.ostiary.store.Store;
import dev.ostiary.store.StoreAround;
import dev.ostiary.store.Transaction;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.Function;

/** A store whose commands are spans of the trace that they are part of: from the queue to the commit. */
record TracedStore(Store store, Tracer tracer) implements StoreAround {

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
}
