package dev.ostiary.federation.token;

import java.util.Locale;

/** What an ID token is checked for, in the order of OpenID Connect Core 1.0 section 3.1.3.7. */
public enum IdTokenCheck {
    /** Encrypted for this server, where it is or must be encrypted. */
    ENCRYPTION,
    /** A signed JWT with a claims set. */
    FORMAT,
    /** A token for this use (RFC 8725 section 3.11). */
    TYP,
    /** Signed with an algorithm that the provider announces and that is asymmetric. */
    ALG,
    /** Signed by a key of the provider. */
    SIGNATURE,
    ISS,
    SUB,
    AUD,
    AZP,
    EXP,
    IAT,
    NBF,
    NONCE,
    AT_HASH,
    AUTH_TIME;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
