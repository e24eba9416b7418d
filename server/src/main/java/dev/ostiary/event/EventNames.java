package dev.ostiary.event;

import dev.ostiary.api.event.v1.AggregateType;
import dev.ostiary.api.event.v1.EventType;
import dev.ostiary.api.v1.LocalizedMessage;
import dev.ostiary.store.EventTypes;
import dev.ostiary.store.StreamKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What types of events and aggregates there are, with their texts ({@code events.properties}). */
final class EventNames {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final List<String> types;
    private final List<String> aggregates;
    private final Map<Locale, ResourceBundle> texts;

    EventNames(List<StreamKind<?, ?>> kinds) {
        types = kinds.stream()
                .map(StreamKind::events)
                .flatMap(EventTypes::keptNames)
                .sorted()
                .toList();
        aggregates = kinds.stream()
                .flatMap(kind -> kind.events().isNamedByOwner() ? Stream.of("instance", "org") : Stream.of(kind.type()))
                .distinct()
                .sorted()
                .toList();
        ResourceBundle.Control noFallback =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        texts = LANGUAGES.stream()
                .collect(Collectors.toUnmodifiableMap(
                        language -> language,
                        language -> ResourceBundle.getBundle(
                                EventNames.class.getPackageName() + ".events", language, noFallback)));
    }

    List<EventType> types(Locale language) {
        return types.stream().map(type -> type(type, language)).toList();
    }

    List<AggregateType> aggregates(Locale language) {
        return aggregates.stream().map(type -> aggregate(type, language)).toList();
    }

    EventType type(String type, Locale language) {
        return EventType.newBuilder()
                .setType(type)
                .setLocalized(message("EventTypes." + type, text(type, language)))
                .build();
    }

    AggregateType aggregate(String type, Locale language) {
        return AggregateType.newBuilder()
                .setType(type)
                .setLocalized(message("AggregateTypes." + type, text("aggregate." + type, language)))
                .build();
    }

    /** Providers have a text for what happens, not for each of their kinds; other names have their own. A name without one is its own text. */
    private String text(String name, Locale language) {
        ResourceBundle bundle = Objects.requireNonNullElseGet(
                texts.get(language), () -> Objects.requireNonNull(texts.get(Locale.ENGLISH)));
        return Stream.of(name, withoutOwner(name), withoutKind(withoutOwner(name)))
                .filter(bundle::containsKey)
                .map(bundle::getString)
                .findFirst()
                .orElse(name);
    }

    private static String withoutOwner(String name) {
        return name.replaceFirst("^(instance|org)\\.", "");
    }

    private static String withoutKind(String name) {
        return name.replaceFirst("^idp\\..*(added|changed|migrated).*$", "idp.$1");
    }

    private static LocalizedMessage message(String key, String text) {
        return LocalizedMessage.newBuilder()
                .setKey(key)
                .setLocalizedMessage(text)
                .build();
    }
}
