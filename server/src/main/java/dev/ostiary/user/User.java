package dev.ostiary.user;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person or a machine. The stream's owner is the organization it belongs to.
 *
 * @param userName unique in the instance, without regard to case; also the name to log in with
 * @param metadata values in base64 by key
 */
public record User(String userName, State state, Kind kind, Map<String, String> metadata) {
    public User {
        metadata = Map.copyOf(metadata);
    }

    /** Whether the user may do anything. */
    public enum State {
        ACTIVE,
        INACTIVE,
        LOCKED
    }

    /** What a user is. */
    public sealed interface Kind {}

    /**
     * A person.
     *
     * @param password null when there is none: then only a linked account signs the person in
     * @param links accounts at identity providers, in the order they were linked
     */
    public record Human(
            Profile profile,
            Email email,
            @Nullable Phone phone,
            @Nullable Password password,
            List<IdpLink> links) implements Kind {
        public Human {
            links = List.copyOf(links);
        }
    }

    /**
     * A program.
     *
     * @param secretHash of the secret for the client credentials grant, null when there is none
     * @param keys public keys for the JWT profile (RFC 7523)
     */
    public record Machine(
            String name,
            String description,
            TokenType tokenType,
            @Nullable String secretHash,
            List<MachineKey> keys) implements Kind {
        public Machine {
            keys = List.copyOf(keys);
        }
    }

    /** @param preferredLanguage BCP 47, empty when it is not known */
    public record Profile(
            String givenName,
            String familyName,
            String nickName,
            String displayName,
            String preferredLanguage,
            Gender gender) {}

    /** As the contract has it. */
    public enum Gender {
        UNSPECIFIED,
        FEMALE,
        MALE,
        DIVERSE
    }

    public record Email(String address, boolean verified) {}

    public record Phone(String number, boolean verified) {}

    /**
     * @param hash PHC text
     * @param failedAttempts wrong passwords since the last right one
     * @param lastFailedAt null when there was none
     */
    public record Password(
            String hash,
            boolean changeRequired,
            Instant changedAt,
            int failedAttempts,
            @Nullable Instant lastFailedAt) {

        static Password fresh(String hash, boolean changeRequired, Instant now) {
            return new Password(hash, changeRequired, now, 0, null);
        }

        @Override
        public String toString() {
            return "Password[changeRequired=" + changeRequired + ", failedAttempts=" + failedAttempts + "]";
        }
    }

    /**
     * An account at an identity provider.
     *
     * @param externalUserId the provider's id of the account, case-sensitive
     * @param displayName how the account is called there
     * @param issuer the issuer that vouched for it when it was linked, or for which it was confirmed later; empty when an administrator
     *     linked it and nobody has signed in through it
     */
    public record IdpLink(String idp, String externalUserId, String displayName, String issuer) {

        public boolean is(String provider, String account) {
            return idp.equals(provider) && externalUserId.equals(account);
        }

        IdpLink of(String otherIssuer) {
            return new IdpLink(idp, externalUserId, displayName, otherIssuer);
        }
    }

    /**
     * @param publicKey X.509 SubjectPublicKeyInfo of an RSA key, base64
     */
    public record MachineKey(String id, String publicKey, Instant createdAt, Instant expiresAt) {}

    /** The form of a machine's access tokens. */
    public enum TokenType {
        BEARER,
        JWT
    }

    public Optional<Human> human() {
        return kind instanceof Human human ? Optional.of(human) : Optional.empty();
    }

    public Optional<Machine> machine() {
        return kind instanceof Machine machine ? Optional.of(machine) : Optional.empty();
    }

    /** Returns the link to an account at a provider. */
    public Optional<IdpLink> link(String idp, String externalUserId) {
        return human().flatMap(human -> human.links().stream()
                .filter(link -> link.is(idp, externalUserId))
                .findFirst());
    }

    /** How the user is called where people read it. */
    public String displayName() {
        return switch (kind) {
            case Human human -> human.profile().displayName();
            case Machine machine -> machine.name();
        };
    }

    User with(Kind changed) {
        return new User(userName, state, changed, metadata);
    }
}
