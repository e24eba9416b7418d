package dev.ostiary.grant;

import dev.ostiary.grant.OidcSession.AccessToken;
import dev.ostiary.grant.OidcSession.RefreshToken;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenRevoked;
import dev.ostiary.grant.OidcSessionEvent.Added;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenRenewed;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenRevoked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of token sessions, without I/O. */
final class OidcSessionRules {
    private OidcSessionRules() {}

    /** What a presented refresh token is worth. */
    enum RefreshCheck {
        VALID,
        /** It was used before: either it or its successor is in wrong hands (RFC 9700 section 4.14.2). */
        REUSED,
        EXPIRED
    }

    static RefreshCheck check(OidcSession session, String presentedHash, Instant now) {
        RefreshToken current = session.refreshToken();
        if (current == null) {
            return RefreshCheck.EXPIRED;
        }
        if (!current.hash().equals(presentedHash)) {
            return RefreshCheck.REUSED;
        }
        return current.expired(now) ? RefreshCheck.EXPIRED : RefreshCheck.VALID;
    }

    /** Ends what is still valid. */
    static List<OidcSessionEvent> revoke(OidcSession session) {
        List<OidcSessionEvent> events = new ArrayList<>();
        if (session.refreshToken() != null) {
            events.add(new RefreshTokenRevoked());
        }
        if (session.accessToken() != null) {
            events.add(new AccessTokenRevoked());
        }
        return events;
    }

    static OidcSession evolve(@Nullable OidcSession before, OidcSessionEvent event) {
        if (event instanceof Added added) {
            return new OidcSession(
                    added.userId(),
                    added.clientId(),
                    added.session(),
                    added.scopes(),
                    added.audience(),
                    added.authMethods(),
                    added.authenticatedAt(),
                    added.actor(),
                    added.acr(),
                    null,
                    null);
        }
        if (before == null) {
            throw new IllegalStateException("a token session begins with its addition");
        }
        return switch (event) {
            case Added _ -> throw new IllegalStateException("a token session is added once");
            case AccessTokenAdded a ->
                with(
                        before,
                        new AccessToken(
                                a.id(), a.hash(), a.scopes(), a.issuedAt(), a.expiresAt(), a.jkt(), a.audience()),
                        before.refreshToken());
            case AccessTokenRevoked _ -> with(before, null, before.refreshToken());
            case RefreshTokenAdded r ->
                with(
                        before,
                        before.accessToken(),
                        new RefreshToken(r.id(), r.hash(), r.idleUntil(), r.expiresAt(), r.jkt()));
            case RefreshTokenRenewed r -> with(before, before.accessToken(), renewed(before.refreshToken(), r));
            case RefreshTokenRevoked _ -> with(before, before.accessToken(), null);
        };
    }

    private static RefreshToken renewed(@Nullable RefreshToken before, RefreshTokenRenewed event) {
        if (before == null) {
            throw new IllegalStateException("only a valid refresh token is renewed");
        }
        return new RefreshToken(event.id(), event.hash(), event.idleUntil(), before.expiresAt(), event.jkt());
    }

    private static OidcSession with(OidcSession s, @Nullable AccessToken access, @Nullable RefreshToken refresh) {
        return new OidcSession(
                s.userId(),
                s.clientId(),
                s.session(),
                s.scopes(),
                s.audience(),
                s.authMethods(),
                s.authenticatedAt(),
                s.actor(),
                s.acr(),
                access,
                refresh);
    }
}
