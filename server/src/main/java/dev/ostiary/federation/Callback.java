package dev.ostiary.federation;

import dev.ostiary.http.Parameters;

/**
 * What comes back from a provider through the browser.
 *
 * @param parameters of the query, or of the form where the provider posts one
 * @param browserKey what the browser sent; empty when it sent none
 */
public record Callback(Parameters parameters, String browserKey) {

    /** Unguessable text that names the sign-in: {@code state}, which SAML calls {@code RelayState}; empty when there is none. */
    String state() {
        return parameters
                .first("state")
                .or(() -> parameters.first("RelayState"))
                .orElse("");
    }

    /** Says nothing: the parameters hold the code. */
    @Override
    public String toString() {
        return "Callback[]";
    }
}
