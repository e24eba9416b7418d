package dev.ostiary.upstream;

import dev.ostiary.store.EventTypes;
import dev.ostiary.upstream.UpstreamKey.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to how this server speaks to a provider. */
public sealed interface UpstreamControlEvent {
    EventTypes<UpstreamControlEvent> TYPES = EventTypes.<UpstreamControlEvent>named()
            .with("idp.upstream.set", Set.class)
            .with("idp.upstream.pair.added", PairAdded.class)
            .with("idp.upstream.pair.activated", PairActivated.class)
            .with("idp.upstream.pair.removed", PairRemoved.class)
            .with("idp.upstream.removed", Removed.class);

    record Set(UpstreamSettings settings) implements UpstreamControlEvent {}

    /** A key pair is published, and not used yet. */
    record PairAdded(String publicKey, String sealedKey) implements UpstreamControlEvent {}

    /**
     * A key pair is used from now on; of the same use the one before is no more.
     *
     * @param id its {@code kid}
     */
    record PairActivated(String id) implements UpstreamControlEvent {}

    record PairRemoved(String id) implements UpstreamControlEvent {}

    /** The provider was removed. */
    record Removed() implements UpstreamControlEvent {}

    static @Nullable UpstreamControl evolve(@Nullable UpstreamControl before, UpstreamControlEvent event) {
        UpstreamControl state = before == null ? UpstreamControl.NONE : before;
        return switch (event) {
            case Set set -> new UpstreamControl(set.settings(), state.keys());
            case PairAdded(String publicKey, String sealedKey) -> {
                List<UpstreamKey> keys = new ArrayList<>(state.keys());
                keys.add(new UpstreamKey(Stage.NEXT, publicKey, sealedKey));
                yield new UpstreamControl(state.settings(), keys);
            }
            case PairActivated(String id) -> activated(state, id);
            case PairRemoved(String id) ->
                new UpstreamControl(
                        state.settings(),
                        state.keys().stream()
                                .filter(key -> !key.id().equals(id))
                                .toList());
            case Removed _ -> null;
        };
    }

    private static UpstreamControl activated(UpstreamControl state, String id) {
        boolean signs = state.keys().stream()
                .filter(key -> key.id().equals(id))
                .anyMatch(key -> key.use().signs());
        return new UpstreamControl(
                state.settings(),
                state.keys().stream()
                        .map(key -> key.id().equals(id)
                                ? key.in(Stage.ACTIVE)
                                : key.stage() == Stage.ACTIVE && key.use().signs() == signs ? key.in(Stage.OLD) : key)
                        .toList());
    }
}
