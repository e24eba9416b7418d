package dev.ostiary.idp;

import com.google.gson.JsonObject;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Stream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to an identity provider. */
public sealed interface IdentityProviderEvent {
    EventTypes<IdentityProviderEvent> TYPES = EventTypes.<IdentityProviderEvent>namedByOwner()
            .with(Added.class, (stream, added) -> name(stream, added.kind(), "added"), names("added"))
            .with(Changed.class, (stream, changed) -> name(stream, changed.kind(), "changed"), names("changed"))
            .with(
                    Migrated.class,
                    (stream, migrated) -> "idp.oidc.migrated." + migrated.kind().text(),
                    List.of("idp.oidc.migrated.azure", "idp.oidc.migrated.google"))
            .with("idp.config.deactivated", Deactivated.class)
            .with("idp.config.reactivated", Reactivated.class)
            .with("idp.removed", Removed.class);

    private static String name(Stream stream, Kind kind, String what) {
        return "idp." + kind.eventName(stream.ownedByInstance()) + "." + what;
    }

    private static List<String> names(String what) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> java.util.stream.Stream.of(kind.eventName(true), kind.eventName(false)))
                .distinct()
                .map(kind -> "idp." + kind + "." + what)
                .toList();
    }

    /**
     * @param config the kind's record as JSON
     * @param old null when it wasn't made by a deprecated call
     */
    record Added(
            Kind kind,
            String name,
            Options options,
            JsonObject config,
            String sealedSecret,
            @Nullable OldSettings old) implements IdentityProviderEvent {}

    /**
     * Holds what changed; the rest is null.
     *
     * @param config the members of the kind's record that changed
     */
    record Changed(
            Kind kind,
            @Nullable String name,
            @Nullable Options options,
            @Nullable JsonObject config,
            @Nullable String sealedSecret,
            @Nullable OldSettings old)
            implements IdentityProviderEvent {
        boolean isNothing() {
            return name == null && options == null && config == null && sealedSecret == null && old == null;
        }
    }

    /** A Generic OIDC provider became one of another kind. Its id stays, and with it its places and links. */
    record Migrated(Kind kind, String name, Options options, JsonObject config, String sealedSecret)
            implements IdentityProviderEvent {}

    /** Nobody signs in through it until it is reactivated. */
    record Deactivated() implements IdentityProviderEvent {}

    record Reactivated() implements IdentityProviderEvent {}

    record Removed() implements IdentityProviderEvent {}
}
