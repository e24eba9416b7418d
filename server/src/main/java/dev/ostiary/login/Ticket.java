package dev.ostiary.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a sign-in has come. The browser carries it from page to page, sealed, so that nothing of it needs to be kept here; see {@link
 * Tickets}.
 *
 * @param authRequest id of the application's authorization request
 * @param loginName what the person entered, empty before
 * @param unknown an external account that belongs to nobody yet, null in an ordinary sign-in
 * @param verifiedUser id of the user whose password was right and must be changed now, empty otherwise
 * @param said key of a text that the next page shows, empty for none
 * @param until when it is no longer good
 */
record Ticket(
        String authRequest,
        String loginName,
        @Nullable Unknown unknown,
        String verifiedUser,
        String said,
        Instant until) {

    /**
     * An external account that belongs to nobody yet.
     *
     * @param attempt id of the federated sign-in
     * @param provider name of the provider
     * @param linking whether it may be linked to a user
     * @param creation whether a user may be created from it
     * @param person what the provider said
     */
    record Unknown(String attempt, String provider, boolean linking, boolean creation, Person person) {}

    static Ticket of(String authRequest, Instant until) {
        return new Ticket(authRequest, "", null, "", "", until);
    }

    Ticket named(String name) {
        return new Ticket(authRequest, name, unknown, "", "", until);
    }

    Ticket saying(String key) {
        return new Ticket(authRequest, loginName, unknown, verifiedUser, key, until);
    }

    Ticket verified(String userId, Instant shortly) {
        return new Ticket(authRequest, loginName, unknown, userId, "", shortly);
    }

    Ticket of(Unknown account) {
        return new Ticket(authRequest, "", account, "", "", until);
    }

    boolean isLinking() {
        return unknown != null;
    }

    /** Name of the provider whose account is to be linked; empty in an ordinary sign-in. */
    String provider() {
        return unknown == null ? "" : unknown.provider();
    }

    /** Says nothing about the person. */
    @Override
    public String toString() {
        return "Ticket[linking=" + isLinking() + "]";
    }
}
