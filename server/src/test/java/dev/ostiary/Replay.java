package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.Micros;
import dev.ostiary.store.Revision;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.StreamKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Folds all events of an instance anew and compares with the read tables: both must tell the same story. */
final class Replay {
    private record Event(Stream stream, long version, String type, Instant at, String payload) {}

    private final Map<String, StreamKind<?, ?>> kinds;

    Replay(List<StreamKind<?, ?>> kinds) {
        this.kinds = kinds.stream().collect(Collectors.toMap(StreamKind::type, Function.identity()));
    }

    /** Compares every stream of the instance with its row. A kind that isn't known here is a failure: add it to the list. */
    void assertTablesTellTheSame(Store store, String instance) {
        store.read(sql -> {
            events(sql, instance).forEach((stream, events) -> {
                String type = events.getFirst().stream().type();
                compare(sql, Objects.requireNonNull(kinds.get(type), "unknown kind of stream: " + type), events);
            });
            return instance;
        });
    }

    private static Map<String, List<Event>> events(Handle sql, String instance) {
        return sql
                .select("""
                        select stream_type, stream, owner, version, type, at, payload from events
                        where instance = ? order by position""", instance)
                .map((row, context) -> new Event(
                        new Stream(instance, row.getString(1), row.getString(2), row.getString(3)),
                        row.getLong(4),
                        row.getString(5),
                        Micros.toInstant(row.getLong(6)),
                        row.getString(7)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        event -> event.stream().type() + "/" + event.stream().id(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static <S, E> void compare(Handle sql, StreamKind<S, E> kind, List<Event> events) {
        Stream stream = events.getFirst().stream();
        Optional<Stored<S>> replayed = Optional.ofNullable(fold(kind, events));

        assertThat(events)
                .as("versions of %s", stream)
                .extracting(Event::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(kind.table().find(sql, stream.instance(), stream.id()))
                .as("row of %s", stream)
                .isEqualTo(replayed);
    }

    private static <S, E> @Nullable Stored<S> fold(StreamKind<S, E> kind, List<Event> events) {
        @Nullable Stored<S> stored = null;
        for (Event event : events) {
            @Nullable S before = stored == null ? null : stored.state();
            @Nullable S after = kind.evolve().apply(before, kind.events().read(event.type(), event.payload()));
            Instant created = stored == null ? event.at() : stored.revision().createdAt();
            stored = after == null
                    ? null
                    : new Stored<>(event.stream(), new Revision(event.version(), created, event.at()), after);
        }
        return stored;
    }
}
