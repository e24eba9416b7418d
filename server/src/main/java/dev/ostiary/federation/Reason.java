package dev.ostiary.federation;

import java.util.Locale;

/** Why a person could not be signed in. Each has a text for the person under {@link #key}; the step log says more to administrators. */
public enum Reason {
    /** The answer belongs to no sign-in that is under way. */
    STATE_UNKNOWN,
    /** This sign-in was finished before, or is being finished right now. */
    ALREADY_USED,
    /** The person took longer than the sign-in is kept. */
    EXPIRED,
    /** The answer came to another browser than the one that began. */
    WRONG_BROWSER,
    /** The provider was removed, or points to another issuer, since the sign-in began. */
    PROVIDER_CHANGED,
    /** The login policy of the organization concerned does not offer the provider. */
    PROVIDER_NOT_OFFERED,
    /** The provider does not answer, or not in time, or may not be called. */
    PROVIDER_UNREACHABLE,
    /** Too many people wait for the provider already. */
    PROVIDER_BUSY,
    /** The provider's metadata or answer can't be used. */
    PROVIDER_UNUSABLE,
    /** The provider calls itself something else than what is configured (OpenID Connect Discovery 1.0 section 4.3, RFC 9207). */
    ISSUER_MISMATCH,
    /** The person, or the provider on the person's behalf, said no ({@code access_denied}). */
    CANCELLED,
    /** No account at the provider has this name and this password, or the provider doesn't let it in. */
    CREDENTIALS_WRONG,
    /** More than one account at the provider has this name. */
    ACCOUNT_AMBIGUOUS,
    /** The provider answered with an error. */
    PROVIDER_ERROR,
    /** The answer has neither code nor error, or a parameter twice. */
    CALLBACK_INCOMPLETE,
    /** The provider does not accept the client id and secret. */
    CLIENT_REFUSED,
    /** The provider does not exchange the code. */
    CODE_REFUSED,
    /** The ID token does not hold what it must. */
    ID_TOKEN_INVALID,
    /** The assertion, or the response around it, does not hold what it must (SAML 2.0). */
    ASSERTION_INVALID,
    /** The userinfo answer can't be used, or is about somebody else. */
    USERINFO_UNUSABLE,
    /** Nobody is linked to the account, and the provider's options allow neither linking nor creating. */
    NOT_ALLOWED,
    /** A user would be created, but the provider does not say all that a user needs. */
    PROFILE_INCOMPLETE,
    /** A user would be created, but the user name is taken. */
    USER_NAME_TAKEN,
    /** The user is deactivated. */
    USER_INACTIVE,
    /** The user is locked. */
    USER_LOCKED,
    /** The user is a machine. */
    NOT_A_PERSON,
    /** The organization does not exist. */
    ORGANIZATION_UNKNOWN,
    /** The user, or the provider, belongs to another organization. */
    OTHER_ORGANIZATION,
    /**
     * The link was made when another issuer vouched for the account, and waits for somebody to confirm it ({@link
     * dev.ostiary.federation.link.Links}).
     */
    OTHER_ISSUER,
    /** The account is linked to another user already. */
    ACCOUNT_TAKEN;

    /** Returns the key of the text for people, such as {@code federation.wrong-browser}. */
    public String key() {
        return "federation." + text();
    }

    /** Returns the name as metrics show it, such as {@code wrong-browser}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
