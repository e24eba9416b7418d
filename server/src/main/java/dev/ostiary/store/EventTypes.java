package dev.ostiary.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The names of a feature's events, and their JSON.
 *
 * <p>Names are the contract's. Where a resource may belong to an instance or to an organization, the name starts with
 * {@code instance.} or {@code org.} accordingly; declare it without.
 */
public final class EventTypes<E> {
    private final boolean namedByOwner;
    private final Map<String, Class<? extends E>> byName = new LinkedHashMap<>();
    private final Map<Class<?>, BiFunction<Stream, E, String>> byClass = new HashMap<>();

    private EventTypes(boolean namedByOwner) {
        this.namedByOwner = namedByOwner;
    }

    /** Names that are used as declared. */
    public static <E> EventTypes<E> named() {
        return new EventTypes<>(false);
    }

    /** Names that start with {@code instance.} or {@code org.}. */
    public static <E> EventTypes<E> namedByOwner() {
        return new EventTypes<>(true);
    }

    public EventTypes<E> with(String name, Class<? extends E> type) {
        return with(type, (stream, event) -> name, List.of(name));
    }

    /**
     * Declares an event whose name its own value decides.
     *
     * @param names all it can have
     */
    @SuppressWarnings("unchecked")
    public <T extends E> EventTypes<E> with(Class<T> type, BiFunction<Stream, T, String> name, List<String> names) {
        names.forEach(each -> byName.put(each, type));
        byClass.put(type, (BiFunction<Stream, E, String>) name);
        return this;
    }

    public Set<String> names() {
        return byName.keySet();
    }

    /** The records of all events. */
    public Set<Class<? extends E>> records() {
        return Set.copyOf(byName.values());
    }

    /** Tells whether the owner of a resource is part of its events' names, and so their aggregate. */
    public boolean isNamedByOwner() {
        return namedByOwner;
    }

    /** All names that events are kept under. */
    public java.util.stream.Stream<String> keptNames() {
        return names().stream()
                .flatMap(name -> namedByOwner
                        ? java.util.stream.Stream.of("instance." + name, "org." + name)
                        : java.util.stream.Stream.of(name));
    }

    String nameOf(Stream stream, E event) {
        BiFunction<Stream, E, String> naming = byClass.get(event.getClass());
        if (naming == null) {
            throw new IllegalStateException(event.getClass() + " has no name");
        }
        String name = naming.apply(stream, event);
        return namedByOwner ? (stream.ownedByInstance() ? "instance." : "org.") + name : name;
    }

    /** Reads an event back. */
    public E read(String name, String payload) {
        String declared = namedByOwner ? name.substring(name.indexOf('.') + 1) : name;
        Class<? extends E> type = byName.get(declared);
        if (type == null) {
            throw new IllegalStateException("unknown event " + name);
        }
        return Json.read(payload, type);
    }
}
