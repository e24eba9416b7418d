package dev.ostiary.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A {@link Transaction} on a connection: the SQL of events and claims, the same for every database. */
public final class EventLog implements Transaction {
    /** So many events go in one statement; hardly any command has more. */
    private static final int MOST_AT_ONCE = 8;

    /** By the number of events. */
    private static final List<String> APPEND =
            IntStream.rangeClosed(0, MOST_AT_ONCE).mapToObj(EventLog::appendOf).toList();

    private static final String GIVE_UP =
            "delete from events where instance = ? and stream_type = ? and stream = ? and version > ?";
    private static final String LAST_VERSION =
            "select version from events where instance = ? and stream_type = ? and stream = ? order by version desc limit 1";
    private static final String CLAIM =
            "insert into claims (instance, kind, value) values (?, ?, ?) on conflict do nothing";
    private static final String RELEASE = "delete from claims where instance = ? and kind = ? and value = ?";

    private record Entry(String type, String payload) {}

    private final Handle sql;
    private final KeptSql kept;
    private final Instant now;
    private final List<Committed> appended = new ArrayList<>();

    /** @param kept statements of the same connection */
    public EventLog(Handle sql, KeptSql kept, Instant now) {
        this.sql = sql;
        this.kept = kept;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Handle sql() {
        return sql;
    }

    @Override
    public Instant now() {
        return now;
    }

    /** What this transaction appended, in order. */
    public List<Committed> appended() {
        return appended;
    }

    @Override
    public <S, E> Stored<S> record(
            StreamKind<S, E> kind, Stream stream, @Nullable Stored<S> before, String actor, List<? extends E> events) {
        if (events.isEmpty()) {
            if (before == null) {
                throw new IllegalArgumentException("a stream begins with an event");
            }
            return before;
        }
        long version = before == null ? 0 : before.revision().version();
        S state = before == null ? null : before.state();
        S last = state;
        for (E event : events) {
            state = kind.evolve().apply(state, event);
            last = state == null ? last : state;
        }
        List<Entry> entries = events.stream()
                .map(event -> new Entry(kind.events().nameOf(stream, event), Json.write(event)))
                .toList();
        for (int from = 0; from < entries.size(); from += MOST_AT_ONCE) {
            version = append(
                    stream, version, actor, entries.subList(from, Math.min(entries.size(), from + MOST_AT_ONCE)));
        }
        if (last == null) {
            throw new IllegalStateException(stream + " never had a state");
        }
        Stored<S> after = new Stored<>(
                stream,
                new Revision(version, before == null ? now : before.revision().createdAt(), now),
                last);
        if (state == null) {
            kind.table().remove(sql, stream);
        } else {
            kind.table().save(sql, before, after);
        }
        return after;
    }

    private static String appendOf(int events) {
        return "insert into events (instance, stream_type, stream, version, type, at, actor, owner, payload) values "
                + String.join(", ", Collections.nCopies(events, "(?, ?, ?, ?, ?, ?, ?, ?, ?)"))
                + " on conflict do nothing";
    }

    /**
     * Appends events after a version, and returns that of the last. Hardly any stream that begins has been there before, so that is found
     * out by trying.
     */
    private long append(Stream stream, long after, String actor, List<Entry> entries) {
        int rows = insert(stream, after, actor, entries);
        if (rows == entries.size()) {
            entries.forEach(entry -> appended.add(new Committed(stream, entry.type())));
            return after + rows;
        }
        long last = after > 0 ? 0 : lastVersion(stream, entries.size(), rows);
        if (last == 0) {
            throw new Store.Conflict(stream);
        }
        return append(stream, last, actor, entries);
    }

    /**
     * Returns the version that a stream ended with which was there before, though it was tried to begin it.
     *
     * @param rows for how many of the events that were tried there was room: they are given up
     */
    private long lastVersion(Stream stream, int tried, int rows) {
        if (rows == 0) {
            return kept.numberOrZero(LAST_VERSION, stream.instance(), stream.type(), stream.id());
        }
        int last = tried - rows;
        kept.update(GIVE_UP, stream.instance(), stream.type(), stream.id(), last);
        return last;
    }

    /** Returns for how many there was room. */
    private int insert(Stream stream, long after, String actor, List<Entry> entries) {
        List<Object> values = new ArrayList<>();
        long version = after;
        for (Entry entry : entries) {
            version++;
            Collections.addAll(values, stream.instance(), stream.type(), stream.id(), version);
            Collections.addAll(values, entry.type(), Micros.of(now), actor, stream.owner(), entry.payload());
        }
        return kept.update(APPEND.get(entries.size()), values.toArray());
    }

    @Override
    public void claim(String instance, String kind, String value, Supplier<? extends RuntimeException> taken) {
        if (kept.update(CLAIM, instance, kind, value) == 0) {
            throw taken.get();
        }
    }

    @Override
    public void release(String instance, String kind, String value) {
        kept.update(RELEASE, instance, kind, value);
    }
}
