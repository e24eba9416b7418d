package dev.ostiary.user;

import dev.ostiary.store.EventTypes;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.MachineKey;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.User.TokenType;
import java.time.Instant;

/** What can happen to a user. */
public sealed interface UserEvent {
    EventTypes<UserEvent> TYPES = EventTypes.<UserEvent>named()
            .with("user.human.added", HumanAdded.class)
            .with("user.human.profile.changed", ProfileChanged.class)
            .with("user.human.email.changed", EmailChanged.class)
            .with("user.human.phone.changed", PhoneChanged.class)
            .with("user.human.password.changed", PasswordChanged.class)
            .with("user.human.password.check.failed", PasswordCheckFailed.class)
            .with("user.human.password.check.succeeded", PasswordCheckSucceeded.class)
            .with("user.human.externalidp.added", LinkAdded.class)
            .with("user.human.externalidp.confirmed", LinkConfirmed.class)
            .with("user.human.externalidp.removed", LinkRemoved.class)
            .with("user.human.externalidp.cascade.removed", LinkCascadeRemoved.class)
            .with("user.metadata.set", MetadataSet.class)
            .with("user.machine.added", MachineAdded.class)
            .with("user.machine.changed", MachineChanged.class)
            .with("user.machine.secret.set", SecretSet.class)
            .with("user.machine.secret.removed", SecretRemoved.class)
            .with("user.machine.key.added", KeyAdded.class)
            .with("user.machine.key.removed", KeyRemoved.class)
            .with("user.impersonated", Impersonated.class)
            .with("user.removed", Removed.class);

    record HumanAdded(String userName, Profile profile, Email email) implements UserEvent {}

    record ProfileChanged(Profile profile) implements UserEvent {}

    record EmailChanged(Email email) implements UserEvent {}

    record PhoneChanged(Phone phone) implements UserEvent {}

    /** @param hash PHC text, never the password */
    record PasswordChanged(String hash, boolean changeRequired, Instant at) implements UserEvent {
        @Override
        public String toString() {
            return "PasswordChanged[changeRequired=" + changeRequired + ", at=" + at + "]";
        }
    }

    record PasswordCheckFailed(Instant at) implements UserEvent {}

    record PasswordCheckSucceeded() implements UserEvent {}

    record LinkAdded(IdpLink link) implements UserEvent {}

    /** The account is the user's at this issuer: somebody who may said so, or the user's first sign-in through the link did. */
    record LinkConfirmed(String idp, String externalUserId, String issuer) implements UserEvent {}

    record LinkRemoved(String idp, String externalUserId) implements UserEvent {}

    /** The provider was removed, and the link with it. */
    record LinkCascadeRemoved(String idp, String externalUserId) implements UserEvent {}

    record MetadataSet(String key, String value) implements UserEvent {}

    record MachineAdded(String userName, String name, String description, TokenType tokenType) implements UserEvent {}

    record MachineChanged(String name, String description, TokenType tokenType) implements UserEvent {}

    record SecretSet(String hash) implements UserEvent {}

    record SecretRemoved() implements UserEvent {}

    record KeyAdded(MachineKey key) implements UserEvent {}

    record KeyRemoved(String id) implements UserEvent {}

    /**
     * Somebody got a token to act in the user's name.
     *
     * @param actor id of that user
     * @param clientId of the application that asked
     */
    record Impersonated(String actor, String clientId) implements UserEvent {}

    record Removed() implements UserEvent {}
}
