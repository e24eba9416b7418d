package dev.ostiary.grant;

import java.time.Instant;
import java.util.List;

/** What happens to an {@link OidcSession}. Events carry hashes of tokens, never tokens. */
public sealed interface OidcSessionEvent {

    /** A client got its first token for this sign-in. */
    record Added(
            String userId,
            String clientId,
            String session,
            List<String> scopes,
            List<String> audience,
            List<String> authMethods,
            Instant authenticatedAt)
            implements OidcSessionEvent {}

    /** An access token was issued; the one before it is no longer valid. */
    record AccessTokenAdded(String id, String hash, List<String> scopes, Instant issuedAt, Instant expiresAt)
            implements OidcSessionEvent {}

    record AccessTokenRevoked() implements OidcSessionEvent {}

    record RefreshTokenAdded(String id, String hash, Instant idleUntil, Instant expiresAt)
            implements OidcSessionEvent {}

    /** The refresh token was used: this one takes its place. */
    record RefreshTokenRenewed(String id, String hash, Instant idleUntil) implements OidcSessionEvent {}

    record RefreshTokenRevoked() implements OidcSessionEvent {}
}
