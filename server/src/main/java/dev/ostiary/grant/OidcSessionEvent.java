package dev.ostiary.grant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to an {@link OidcSession}. Events carry hashes of tokens, never tokens. */
public sealed interface OidcSessionEvent {

    /**
     * A client got its first token for this sign-in.
     *
     * @param actor see {@link OidcSession}, like {@code acr}
     */
    record Added(
            String userId,
            String clientId,
            String session,
            List<String> scopes,
            List<String> audience,
            List<String> authMethods,
            Instant authenticatedAt,
            @Nullable Actor actor,
            @Nullable String acr)
            implements OidcSessionEvent {}

    /**
     * An access token was issued; the one before it is no longer valid.
     *
     * @param jkt and {@code audience}: see {@link OidcSession.AccessToken}
     */
    record AccessTokenAdded(
            String id,
            String hash,
            List<String> scopes,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable String jkt,
            @Nullable List<String> audience)
            implements OidcSessionEvent {}

    record AccessTokenRevoked() implements OidcSessionEvent {}

    /** @param jkt see {@link OidcSession.RefreshToken} */
    record RefreshTokenAdded(
            String id,
            String hash,
            Instant idleUntil,
            Instant expiresAt,
            @Nullable String jkt) implements OidcSessionEvent {}

    /**
     * The refresh token was used: this one takes its place.
     *
     * @param jkt see {@link OidcSession.RefreshToken}
     */
    record RefreshTokenRenewed(
            String id,
            String hash,
            Instant idleUntil,
            @Nullable String jkt) implements OidcSessionEvent {}

    record RefreshTokenRevoked() implements OidcSessionEvent {}
}
