package dev.ostiary.grant;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.PersonalAccessToken.Event;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Adds and removes the personal access tokens of machine users. */
public final class PersonalAccessTokens {
    /** What a token that was made through the API may tell its bearer about the user. */
    public static final List<String> API_SCOPES =
            List.of("openid", "profile", "urn:zitadel:iam:user:metadata", "urn:zitadel:iam:user:resourceowner");

    static final String TYPE = "personal_access_token";
    private static final PersonalAccessTokenTable TABLE = new PersonalAccessTokenTable();
    public static final StreamKind<PersonalAccessToken, Event> KIND = new StreamKind<>(
            TYPE,
            EventTypes.<Event>named()
                    .with("user.pat.added", Event.Added.class)
                    .with("user.pat.removed", Event.Removed.class),
            PersonalAccessToken::evolve,
            TABLE);

    private final Ids ids;

    public PersonalAccessTokens(Ids ids) {
        this.ids = ids;
    }

    /**
     * A new token.
     *
     * @param token what its bearer sends; it can't be read again later
     */
    public record Added(Stored<PersonalAccessToken> stored, String token) {
        public String tokenId() {
            return stored.id();
        }

        @Override
        public String toString() {
            return "Added[" + tokenId() + "]";
        }
    }

    /**
     * Adds a token.
     *
     * @param expiresAt {@link Expiration#NEVER} where nobody says when
     * @throws Problem COMMAND-Df2f1 when the user is a person, DOMAIN-dv3t5 when the time is past
     */
    public Added add(Transaction tx, Stored<User> user, String actor, List<String> scopes, Instant expiresAt) {
        if (user.state().machine().isEmpty()) {
            throw Problem.precondition("COMMAND-Df2f1", "Errors.User.UserNotMachine");
        }
        String token = Secrets.token();
        Stored<PersonalAccessToken> stored = tx.record(
                KIND,
                KIND.stream(user.stream().instance(), ids.next(), user.owner()),
                null,
                actor,
                List.of(new Event.Added(
                        user.id(), Secrets.hash(token), scopes, Expiration.require(expiresAt, tx.now()))));
        return new Added(stored, token);
    }

    /**
     * Removes a token of a user; it is refused from then on.
     *
     * @throws Problem COMMAND-4m77G when the user has no such token
     */
    public Stored<PersonalAccessToken> remove(
            Transaction tx, String instance, String userId, String tokenId, String actor) {
        Stored<PersonalAccessToken> stored = find(tx.sql(), instance, userId, tokenId)
                .orElseThrow(() -> Problem.notFound("COMMAND-4m77G", "Errors.User.PAT.NotFound"));
        return tx.record(KIND, stored.stream(), stored, actor, List.of(new Event.Removed(userId)));
    }

    /** Removes all tokens of a user who is being removed. */
    public void removeAll(Transaction tx, String instance, String userId, String actor) {
        list(tx.sql(), instance, userId).forEach(token -> remove(tx, instance, userId, token.id(), actor));
    }

    public Optional<Stored<PersonalAccessToken>> find(Handle sql, String instance, String userId, String tokenId) {
        return TABLE.find(sql, instance, tokenId)
                .filter(token -> token.state().userId().equals(userId));
    }

    /** Returns a user's tokens, oldest first, expired ones too. */
    public List<Stored<PersonalAccessToken>> list(Handle sql, String instance, String userId) {
        return TABLE.byUser(sql, instance, userId);
    }
}
