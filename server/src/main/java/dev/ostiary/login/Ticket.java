package dev.ostiary.login;

import java.time.Instant;

/**
 * How far a sign-in has come. The browser carries it from page to page, sealed, so that nothing of it needs to be kept here; see {@link
 * Tickets}.
 *
 * @param authRequest id of the application's authorization request
 * @param loginName what the person entered, empty before
 * @param attempt id of the federated sign-in whose account belongs to nobody yet, empty in an ordinary sign-in
 * @param provider name of that account's provider
 * @param verifiedUser id of the user whose password was right and must be changed now, empty otherwise
 * @param said key of a text that the next page shows, empty for none
 * @param until when it is no longer good
 */
record Ticket(
        String authRequest,
        String loginName,
        String attempt,
        String provider,
        String verifiedUser,
        String said,
        Instant until) {

    static Ticket of(String authRequest, Instant until) {
        return new Ticket(authRequest, "", "", "", "", "", until);
    }

    Ticket named(String name) {
        return new Ticket(authRequest, name, attempt, provider, "", "", until);
    }

    Ticket saying(String key) {
        return new Ticket(authRequest, loginName, attempt, provider, verifiedUser, key, until);
    }

    Ticket verified(String userId, Instant shortly) {
        return new Ticket(authRequest, loginName, attempt, provider, userId, "", shortly);
    }

    Ticket unknown(String attemptId, String providerName) {
        return new Ticket(authRequest, "", attemptId, providerName, "", "", until);
    }

    boolean isLinking() {
        return !attempt.isEmpty();
    }

    /** Says nothing about the person. */
    @Override
    public String toString() {
        return "Ticket[linking=" + isLinking() + "]";
    }
}
