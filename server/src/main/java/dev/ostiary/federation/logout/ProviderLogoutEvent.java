package dev.ostiary.federation.logout;

import dev.ostiary.store.EventTypes;
import org.jspecify.annotations.Nullable;

/** What can happen to the setting. */
public sealed interface ProviderLogoutEvent {
    EventTypes<ProviderLogoutEvent> TYPES = EventTypes.<ProviderLogoutEvent>named()
            .with("idp_logout.set", Set.class)
            .with("idp_logout.removed", Removed.class);

    record Set(boolean enabled) implements ProviderLogoutEvent {}

    /** The provider was removed. */
    record Removed() implements ProviderLogoutEvent {}

    /** What an event makes of the setting. */
    static @Nullable ProviderLogout evolve(@Nullable ProviderLogout before, ProviderLogoutEvent event) {
        return switch (event) {
            case Set set -> new ProviderLogout(set.enabled());
            case Removed removed -> null;
        };
    }
}
