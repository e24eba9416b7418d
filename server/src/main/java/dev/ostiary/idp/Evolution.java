package dev.ostiary.idp;

import com.google.gson.JsonObject;
import dev.ostiary.idp.IdentityProviderEvent.Added;
import dev.ostiary.idp.IdentityProviderEvent.Changed;
import dev.ostiary.idp.IdentityProviderEvent.Deactivated;
import dev.ostiary.idp.IdentityProviderEvent.Migrated;
import dev.ostiary.idp.IdentityProviderEvent.Reactivated;
import dev.ostiary.idp.IdentityProviderEvent.Removed;
import dev.ostiary.store.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How events change a provider, and which event brings one from one state to another. */
final class Evolution {
    private Evolution() {}

    static @Nullable IdentityProvider evolve(@Nullable IdentityProvider state, IdentityProviderEvent event) {
        return switch (event) {
            case Added added ->
                new IdentityProvider(
                        added.name(),
                        added.options(),
                        added.kind().read(added.config()),
                        added.sealedSecret(),
                        true,
                        added.old());
            case Migrated migrated ->
                new IdentityProvider(
                        migrated.name(),
                        migrated.options(),
                        migrated.kind().read(migrated.config()),
                        migrated.sealedSecret(),
                        existing(state).active(),
                        null);
            case Changed changed -> apply(existing(state), changed);
            case Deactivated deactivated -> active(existing(state), false);
            case Reactivated reactivated -> active(existing(state), true);
            case Removed removed -> null;
        };
    }

    private static IdentityProvider existing(@Nullable IdentityProvider state) {
        return Objects.requireNonNull(state, "changed before it was added");
    }

    private static IdentityProvider active(IdentityProvider state, boolean active) {
        return new IdentityProvider(
                state.name(), state.options(), state.config(), state.sealedSecret(), active, state.old());
    }

    private static IdentityProvider apply(IdentityProvider state, Changed changed) {
        return new IdentityProvider(
                or(changed.name(), state.name()),
                or(changed.options(), state.options()),
                changed.config() == null ? state.config() : merged(state.config(), changed.config()),
                or(changed.sealedSecret(), state.sealedSecret()),
                state.active(),
                changed.old() != null ? changed.old() : state.old());
    }

    private static Config merged(Config config, JsonObject changed) {
        JsonObject all = Json.tree(config);
        changed.asMap().forEach(all::add);
        return config.kind().read(all);
    }

    private static <T> T or(@Nullable T changed, T before) {
        return changed != null ? changed : before;
    }

    /**
     * Returns what differs from the state.
     *
     * @param newSecret sealed; null when the secret stays
     * @param old null when that stays as it is
     */
    static Changed changes(IdentityProvider state, Draft draft, @Nullable String newSecret, @Nullable OldSettings old) {
        return new Changed(
                draft.config().kind(),
                changed(state.name(), draft.name()),
                changed(state.options(), draft.options()),
                changed(state.config(), draft.config()),
                newSecret,
                old == null || old.equals(state.old()) ? null : old);
    }

    private static <T> @Nullable T changed(T before, T after) {
        return before.equals(after) ? null : after;
    }

    private static @Nullable JsonObject changed(Config before, Config after) {
        if (before.equals(after)) {
            return null;
        }
        JsonObject old = Json.tree(before);
        JsonObject changed = Json.tree(after);
        changed.entrySet().removeIf(member -> member.getValue().equals(old.get(member.getKey())));
        return changed;
    }
}
