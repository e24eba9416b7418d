package dev.ostiary.user;

import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.User.MachineKey;
import dev.ostiary.user.User.Password;
import dev.ostiary.user.User.State;
import dev.ostiary.user.UserEvent.EmailChanged;
import dev.ostiary.user.UserEvent.HumanAdded;
import dev.ostiary.user.UserEvent.Impersonated;
import dev.ostiary.user.UserEvent.KeyAdded;
import dev.ostiary.user.UserEvent.KeyRemoved;
import dev.ostiary.user.UserEvent.LinkAdded;
import dev.ostiary.user.UserEvent.LinkCascadeRemoved;
import dev.ostiary.user.UserEvent.LinkConfirmed;
import dev.ostiary.user.UserEvent.LinkRemoved;
import dev.ostiary.user.UserEvent.MachineAdded;
import dev.ostiary.user.UserEvent.MachineChanged;
import dev.ostiary.user.UserEvent.MetadataSet;
import dev.ostiary.user.UserEvent.PasswordChanged;
import dev.ostiary.user.UserEvent.PasswordCheckFailed;
import dev.ostiary.user.UserEvent.PasswordCheckSucceeded;
import dev.ostiary.user.UserEvent.PhoneChanged;
import dev.ostiary.user.UserEvent.ProfileChanged;
import dev.ostiary.user.UserEvent.Removed;
import dev.ostiary.user.UserEvent.SecretRemoved;
import dev.ostiary.user.UserEvent.SecretSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a user is after an event. */
final class UserEvolution {
    private UserEvolution() {}

    static @Nullable User evolve(@Nullable User state, UserEvent event) {
        if (state == null) {
            return begin(event);
        }
        return switch (event) {
            case HumanAdded again -> throw new IllegalStateException("added twice");
            case MachineAdded again -> throw new IllegalStateException("added twice");
            case MetadataSet set -> withMetadata(state, set);
            case ProfileChanged e ->
                human(state, h -> new Human(e.profile(), h.email(), h.phone(), h.password(), h.links()));
            case EmailChanged e ->
                human(state, h -> new Human(h.profile(), e.email(), h.phone(), h.password(), h.links()));
            case PhoneChanged e ->
                human(state, h -> new Human(h.profile(), h.email(), e.phone(), h.password(), h.links()));
            case PasswordChanged e -> password(state, Password.fresh(e.hash(), e.changeRequired(), e.at()));
            case PasswordCheckFailed e -> failed(state, e);
            case PasswordCheckSucceeded e -> succeeded(state);
            case LinkAdded e -> human(state, h -> links(h, plus(h.links(), e.link())));
            case LinkConfirmed e -> human(state, h -> links(h, confirmed(h.links(), e)));
            case LinkRemoved e -> human(state, h -> links(h, without(h.links(), e.idp(), e.externalUserId())));
            case LinkCascadeRemoved e -> human(state, h -> links(h, without(h.links(), e.idp(), e.externalUserId())));
            case MachineChanged e ->
                machine(state, m -> new Machine(e.name(), e.description(), e.tokenType(), m.secretHash(), m.keys()));
            case SecretSet e -> machine(state, m -> secret(m, e.hash()));
            case SecretRemoved e -> machine(state, m -> secret(m, null));
            case KeyAdded e -> machine(state, m -> keys(m, plus(m.keys(), e.key())));
            case KeyRemoved e -> machine(state, m -> keys(m, without(m.keys(), e.id())));
            case Impersonated e -> state;
            case Removed removed -> null;
        };
    }

    private static User begin(UserEvent event) {
        return switch (event) {
            case HumanAdded added ->
                new User(
                        added.userName(),
                        State.ACTIVE,
                        new Human(added.profile(), added.email(), null, null, List.of()),
                        Map.of());
            case MachineAdded added ->
                new User(
                        added.userName(),
                        State.ACTIVE,
                        new Machine(added.name(), added.description(), added.tokenType(), null, List.of()),
                        Map.of());
            default -> throw new IllegalStateException(event.getClass() + " before it was added");
        };
    }

    private static User withMetadata(User state, MetadataSet set) {
        Map<String, String> metadata = new HashMap<>(state.metadata());
        metadata.put(set.key(), set.value());
        return new User(state.userName(), state.state(), state.kind(), metadata);
    }

    private static User failed(User state, PasswordCheckFailed event) {
        Password p = passwordOf(state);
        return password(
                state, new Password(p.hash(), p.changeRequired(), p.changedAt(), p.failedAttempts() + 1, event.at()));
    }

    private static User succeeded(User state) {
        Password p = passwordOf(state);
        return password(state, new Password(p.hash(), p.changeRequired(), p.changedAt(), 0, null));
    }

    private static Password passwordOf(User state) {
        Password password = state.human().orElseThrow().password();
        if (password == null) {
            throw new IllegalStateException("checked without a password");
        }
        return password;
    }

    private static User password(User state, Password password) {
        return human(state, h -> new Human(h.profile(), h.email(), h.phone(), password, h.links()));
    }

    private static Human links(Human h, List<IdpLink> links) {
        return new Human(h.profile(), h.email(), h.phone(), h.password(), links);
    }

    private static Machine secret(Machine m, @Nullable String hash) {
        return new Machine(m.name(), m.description(), m.tokenType(), hash, m.keys());
    }

    private static Machine keys(Machine m, List<MachineKey> keys) {
        return new Machine(m.name(), m.description(), m.tokenType(), m.secretHash(), keys);
    }

    private static User human(User state, java.util.function.UnaryOperator<Human> change) {
        return state.with(change.apply(state.human().orElseThrow()));
    }

    private static User machine(User state, java.util.function.UnaryOperator<Machine> change) {
        return state.with(change.apply(state.machine().orElseThrow()));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        return Stream.concat(list.stream(), Stream.of(one)).toList();
    }

    private static List<IdpLink> without(List<IdpLink> links, String idp, String externalUserId) {
        return links.stream()
                .filter(link ->
                        !(link.idp().equals(idp) && link.externalUserId().equals(externalUserId)))
                .toList();
    }

    private static List<IdpLink> confirmed(List<IdpLink> links, LinkConfirmed now) {
        return links.stream()
                .map(link -> link.is(now.idp(), now.externalUserId()) ? link.of(now.issuer()) : link)
                .toList();
    }

    private static List<MachineKey> without(List<MachineKey> keys, String id) {
        return keys.stream().filter(key -> !key.id().equals(id)).toList();
    }
}
