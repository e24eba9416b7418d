package dev.ostiary.app;

/**
 * What an application must do to get tokens, beyond what every application must.
 *
 * @param requirePkce PKCE with S256 (RFC 7636), whether the client authenticates or not
 * @param requirePushedRequests authorization requests that were pushed (RFC 9126), and no others
 * @param requireDpop access tokens that are bound to a key (RFC 9449), and no others
 * @param profile wants those and more
 */
public record ClientSecurity(boolean requirePkce, boolean requirePushedRequests, boolean requireDpop, Profile profile) {
    /** Nothing more than of everybody. */
    public static final ClientSecurity NONE = new ClientSecurity(false, false, false, Profile.NONE);

    /** A set of rules with a name. */
    public enum Profile {
        NONE,
        /** See {@link Fapi}. */
        FAPI_2_0_SECURITY
    }

    public boolean isFapi() {
        return profile == Profile.FAPI_2_0_SECURITY;
    }

    public boolean wantsPkce() {
        return requirePkce || isFapi();
    }

    public boolean wantsPushedRequests() {
        return requirePushedRequests || isFapi();
    }

    public boolean wantsDpop() {
        return requireDpop || isFapi();
    }
}
