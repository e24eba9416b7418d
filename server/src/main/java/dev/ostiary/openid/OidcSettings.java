package dev.ostiary.openid;

import java.time.Instant;

/**
 * What the administrators of an instance want of its OpenID Provider.
 *
 * @param earlierTokensUntil when the last token has expired that was signed while longer lifetimes may have counted
 */
public record OidcSettings(Lifetimes lifetimes, Instant earlierTokensUntil) {

    /** Returns when the last token has expired that was signed at a time or before. */
    Instant tokensExpire(Instant signedAt) {
        return later(signedAt.plus(lifetimes.longestOfTokens()), earlierTokensUntil);
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
