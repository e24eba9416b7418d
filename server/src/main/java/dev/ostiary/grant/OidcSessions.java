package dev.ostiary.grant;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenRevoked;
import dev.ostiary.grant.OidcSessionEvent.Added;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenRenewed;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenRevoked;
import dev.ostiary.grant.OidcSessionRules.RefreshCheck;
import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Begins, renews and ends the sessions of tokens. */
public final class OidcSessions {
    static final String TYPE = "oidc_session";
    private static final OidcSessionTable TABLE = new OidcSessionTable();
    public static final StreamKind<OidcSession, OidcSessionEvent> KIND = new StreamKind<>(
            TYPE,
            EventTypes.<OidcSessionEvent>named()
                    .with("oidc_session.added", Added.class)
                    .with("oidc_session.access_token.added", AccessTokenAdded.class)
                    .with("oidc_session.access_token.revoked", AccessTokenRevoked.class)
                    .with("oidc_session.refresh_token.added", RefreshTokenAdded.class)
                    .with("oidc_session.refresh_token.renewed", RefreshTokenRenewed.class)
                    .with("oidc_session.refresh_token.revoked", RefreshTokenRevoked.class),
            OidcSessionRules::evolve,
            TABLE);

    /**
     * A new session and its first tokens, made before the transaction that records them.
     *
     * @param owner the user's organization
     * @param accessToken null where the client gets none, but an ID token alone
     * @param refreshToken null where the client gets none
     */
    public record Beginning(
            String id,
            String owner,
            Added session,
            @Nullable AccessTokenAdded accessToken,
            @Nullable RefreshTokenAdded refreshToken) {}

    /** The tokens that take the place of a session's present ones. */
    public record Renewal(AccessTokenAdded accessToken, RefreshTokenRenewed refreshToken) {}

    public Stored<OidcSession> begin(Transaction tx, String instance, Beginning beginning) {
        List<OidcSessionEvent> events = new ArrayList<>(List.of(beginning.session));
        if (beginning.accessToken != null) {
            events.add(beginning.accessToken);
        }
        if (beginning.refreshToken != null) {
            events.add(beginning.refreshToken);
        }
        return tx.record(
                KIND, KIND.stream(instance, beginning.id, beginning.owner), null, beginning.session.userId(), events);
    }

    /** Finds the session that a refresh token belongs to or, being used up, belonged to. */
    public Optional<Stored<OidcSession>> byRefreshToken(Handle sql, String instance, String token) {
        return TABLE.byRefreshToken(sql, instance, Secrets.hash(token));
    }

    /** Finds the session that a valid access token belongs to. */
    public Optional<Stored<OidcSession>> byAccessToken(Handle sql, String instance, String token) {
        return TokenTable.find(sql, instance, Secrets.hash(token))
                .filter(row -> row.kind() == TokenInfo.Kind.ACCESS)
                .flatMap(row -> TABLE.find(sql, instance, row.source()));
    }

    /** Tells whether a sign-in session has any token that was not revoked, and may not have expired. */
    public boolean isAlive(Handle sql, String instance, String session) {
        return TABLE.bySession(sql, instance, session).stream()
                .map(Stored::state)
                .anyMatch(each -> each.accessToken() != null || each.refreshToken() != null);
    }

    public Optional<Stored<OidcSession>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /** Tells whether a refresh token is the session's present one and has not expired. */
    public boolean valid(OidcSession session, String refreshToken, Instant now) {
        return OidcSessionRules.check(session, Secrets.hash(refreshToken), now) == RefreshCheck.VALID;
    }

    /**
     * Uses up a refresh token.
     *
     * @return false when it was not valid; see {@link #revokeIfReused}
     */
    public boolean renew(Transaction tx, String instance, String refreshToken, Renewal renewal) {
        Optional<Stored<OidcSession>> valid = byRefreshToken(tx.sql(), instance, refreshToken)
                .filter(session -> valid(session.state(), refreshToken, tx.now()));
        valid.ifPresent(session ->
                record(tx, session, session.state().userId(), List.of(renewal.accessToken, renewal.refreshToken)));
        if (valid.isEmpty()) {
            revokeIfReused(tx, instance, refreshToken);
        }
        return valid.isPresent();
    }

    /**
     * Revokes everything that came of a sign-in when one of its used refresh tokens turns up again: one of the two who had it must have
     * stolen it (RFC 9700 section 4.14.2).
     *
     * @return whether that was so
     */
    public boolean revokeIfReused(Transaction tx, String instance, String refreshToken) {
        String hash = Secrets.hash(refreshToken);
        Optional<Stored<OidcSession>> reused = TABLE.byRefreshToken(tx.sql(), instance, hash)
                .filter(session -> OidcSessionRules.check(session.state(), hash, tx.now()) == RefreshCheck.REUSED);
        reused.ifPresent(session -> revoke(tx, session, session.state().userId()));
        return reused.isPresent();
    }

    /** Ends all tokens of a session. */
    public void revoke(Transaction tx, Stored<OidcSession> session, String actor) {
        record(tx, session, actor, OidcSessionRules.revoke(session.state()));
    }

    /** Ends the access token alone. */
    public void revokeAccessToken(Transaction tx, Stored<OidcSession> session, String actor) {
        if (session.state().accessToken() != null) {
            record(tx, session, actor, List.of(new AccessTokenRevoked()));
        }
    }

    /** Ends every token and code that came from a sign-in session. Whoever terminates the session calls this in the same transaction. */
    public void endSession(Transaction tx, String instance, String session, String actor) {
        AuthorizationCodes.removeOf(tx.sql(), instance, session);
        DeviceCodes.removeOf(tx.sql(), instance, session);
        TABLE.bySession(tx.sql(), instance, session).forEach(each -> revoke(tx, each, actor));
    }

    /**
     * Ends every token of a user that came from a sign-in, for good. Whoever deactivates, locks or removes the user calls this in the same
     * transaction. {@link Tokens} refuses such a user's tokens anyhow; this keeps them from coming back with the user.
     */
    public void endUser(Transaction tx, String instance, String userId, String actor) {
        TABLE.byUser(tx.sql(), instance, userId).forEach(each -> revoke(tx, each, actor));
    }

    /** Ends every token that was issued to an application. Whoever removes the application calls this in the same transaction. */
    public void endClient(Transaction tx, String instance, String clientId, String actor) {
        for (String id : TokenTable.sourcesOfClient(tx.sql(), instance, clientId)) {
            TABLE.find(tx.sql(), instance, id).ifPresent(session -> revoke(tx, session, actor));
        }
    }

    private static void record(
            Transaction tx, Stored<OidcSession> session, String actor, List<OidcSessionEvent> events) {
        tx.record(KIND, session.stream(), session, actor, events);
    }
}
