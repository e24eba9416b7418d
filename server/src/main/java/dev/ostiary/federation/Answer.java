package dev.ostiary.federation;

import dev.ostiary.federation.Connector.PlainlyPlease;
import dev.ostiary.federation.Connector.Start;
import dev.ostiary.http.Parameters;

/**
 * What came in to a sign-in, from a provider or from the person.
 *
 * @param state names the sign-in
 * @param browserKey what the browser sent; empty when it sent none
 * @param parameters of the provider; none from the person
 * @param finding how it is found out who the person is, once it is known which sign-in this is
 */
record Answer(String state, String browserKey, Parameters parameters, Finding finding) {

    @FunctionalInterface
    interface Finding {
        /** @param memory what {@link Connector#begin} gave */
        ExternalIdentity identity(Start start, String memory, StepLog log) throws LoginFailure, PlainlyPlease;
    }

    /** The provider's error, as it may be shown to administrators; empty for none. */
    String error() {
        return LogEntry.printable(parameters.first("error").orElse(""), 100);
    }

    String errorDescription() {
        return LogEntry.printable(parameters.first("error_description").orElse(""), 400);
    }

    /** Says nothing: the parameters hold the code. */
    @Override
    public String toString() {
        return "Answer[]";
    }
}
