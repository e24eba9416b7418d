package dev.ostiary.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Folds all events anew and compares with the read tables: both must tell the same story. Reads one stream after the other, once. */
public final class Replay {
    private static final String EVENTS = """
            select stream_type, stream, owner, version, type, at, payload from events
            where instance = ? order by stream_type, stream, version""";

    private final Map<String, StreamKind<?, ?>> kinds;
    private final Set<String> swept;

    /**
     * @param kinds every kind of stream there is
     * @param swept types of those whose rows go with time, though the history doesn't say so
     */
    public Replay(List<StreamKind<?, ?>> kinds, Set<String> swept) {
        this.kinds = kinds.stream().collect(Collectors.toMap(StreamKind::type, Function.identity()));
        this.swept = swept;
    }

    /**
     * A stream that is not as it should be. The text names it and says what, and holds nothing of its state.
     *
     * @param told the state that the history tells, null when the resource is gone
     * @param kept the row, null when there is none
     */
    public record Difference(
            Stream stream,
            String what,
            @Nullable Object told,
            @Nullable Object kept) {
        @Override
        public String toString() {
            return stream.type() + " " + stream.id() + " of instance " + stream.instance() + ": " + what;
        }
    }

    /** What was read, and what is wrong with it. */
    public record Result(long streams, long events, List<Difference> differences) {
        public Result plus(Result other) {
            List<Difference> all = new ArrayList<>(differences);
            all.addAll(other.differences);
            return new Result(streams + other.streams, events + other.events, List.copyOf(all));
        }
    }

    private record Event(Stream stream, long version, String type, Instant at, String payload) {}

    /** Returns the instances that have a history. */
    public static List<String> instances(Handle sql) {
        return sql.select("select distinct instance from events")
                .mapTo(String.class)
                .list();
    }

    /** Compares every stream of an instance with its row. */
    public Result run(Handle sql, String instance) {
        Run run = new Run(sql);
        sql.select(EVENTS, instance)
                .map((row, context) -> new Event(
                        new Stream(instance, row.getString(1), row.getString(2), row.getString(3)),
                        row.getLong(4),
                        row.getString(5),
                        Micros.toInstant(row.getLong(6)),
                        row.getString(7)))
                .useIterator(events -> events.forEachRemaining(run::next));
        return run.end();
    }

    /** One pass over a history. */
    private final class Run {
        private final Handle sql;
        private final List<Difference> differences = new ArrayList<>();
        private @Nullable Fold<?, ?> fold;
        private long streams;
        private long events;

        Run(Handle sql) {
            this.sql = sql;
        }

        void next(Event event) {
            if (fold == null || !fold.isOf(event.stream())) {
                close();
                fold = new Fold<>(event.stream(), kinds.get(event.stream().type()));
                streams++;
            }
            fold.add(event);
            events++;
        }

        private void close() {
            if (fold != null) {
                boolean mayBeGone = swept.contains(fold.stream.type());
                fold.difference(sql, mayBeGone).ifPresent(differences::add);
            }
        }

        Result end() {
            close();
            return new Result(streams, events, List.copyOf(differences));
        }
    }

    /** One stream's events, folded up to here. */
    private static final class Fold<S, E> {
        private final @Nullable StreamKind<S, E> kind;
        private Stream stream;
        private @Nullable Stored<S> told;
        private long version;
        private String fault = "";

        Fold(Stream stream, @Nullable StreamKind<S, E> kind) {
            this.stream = stream;
            this.kind = kind;
            if (kind == null) {
                fault = "no such kind of resource is known";
            }
        }

        boolean isOf(Stream other) {
            return stream.type().equals(other.type()) && stream.id().equals(other.id());
        }

        void add(Event event) {
            if (kind == null || !fault.isEmpty()) {
                return;
            }
            if (event.version() != ++version) {
                fault = "event " + version + " is missing";
                return;
            }
            try {
                told = after(kind, event);
                stream = event.stream();
            } catch (RuntimeException unreadable) {
                fault = "event " + version + " (" + event.type() + ") can't be read";
            }
        }

        private @Nullable Stored<S> after(StreamKind<S, E> kind, Event event) {
            @Nullable S before = told == null ? null : told.state();
            @Nullable S state = kind.evolve().apply(before, kind.events().read(event.type(), event.payload()));
            Instant created = told == null ? event.at() : told.revision().createdAt();
            return state == null
                    ? null
                    : new Stored<>(event.stream(), new Revision(event.version(), created, event.at()), state);
        }

        Optional<Difference> difference(Handle sql, boolean mayBeGone) {
            if (kind == null || !fault.isEmpty()) {
                return Optional.of(new Difference(stream, fault, null, null));
            }
            @Nullable Stored<S> kept;
            try {
                kept = kind.table().find(sql, stream.instance(), stream.id()).orElse(null);
            } catch (RuntimeException unreadable) {
                return Optional.of(new Difference(stream, "its row can't be read", told, null));
            }
            boolean same = told == null ? kept == null : told.equals(kept);
            return same || kept == null && mayBeGone
                    ? Optional.empty()
                    : Optional.of(new Difference(stream, "its row is not what its history tells", told, kept));
        }
    }
}
