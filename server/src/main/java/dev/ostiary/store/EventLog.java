package dev.ostiary.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A {@link Transaction} on a connection: the SQL of events and claims, the same for every database. */
public final class EventLog implements Transaction {
    private static final String APPEND = """
            insert into events (instance, stream_type, stream, version, type, at, actor, owner, payload)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private static final String LAST_VERSION =
            "select version from events where instance = ? and stream_type = ? and stream = ? order by version desc limit 1";
    private static final String CLAIM =
            "insert into claims (instance, kind, value) values (?, ?, ?) on conflict do nothing";
    private static final String RELEASE = "delete from claims where instance = ? and kind = ? and value = ?";

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
            version = append(stream, version, kind.events().nameOf(stream, event), actor, Json.write(event));
            state = kind.evolve().apply(state, event);
            last = state == null ? last : state;
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

    private long lastVersion(Stream stream) {
        return kept.numberOrZero(LAST_VERSION, stream.instance(), stream.type(), stream.id());
    }

    /**
     * Appends the event after a version, and returns its own. Hardly any stream that begins has been there before, so that is found out
     * by trying.
     */
    private long append(Stream stream, long after, String type, String actor, String payload) {
        if (isAppended(stream, after + 1, type, actor, payload)) {
            return after + 1;
        }
        long last = after == 0 ? lastVersion(stream) : 0;
        if (last == 0 || !isAppended(stream, last + 1, type, actor, payload)) {
            throw new Store.Conflict(stream);
        }
        return last + 1;
    }

    private boolean isAppended(Stream stream, long version, String type, String actor, String payload) {
        int rows = kept.update(
                APPEND,
                stream.instance(),
                stream.type(),
                stream.id(),
                version,
                type,
                Micros.of(now),
                actor,
                stream.owner(),
                payload);
        if (rows == 0) {
            return false;
        }
        appended.add(new Committed(stream, type));
        return true;
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
