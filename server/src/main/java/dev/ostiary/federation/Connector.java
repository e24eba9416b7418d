package dev.ostiary.federation;

import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;

/** What a protocol must offer to the broker. */
public interface Connector {

    /**
     * A sign-in as a protocol sees it.
     *
     * @param state unguessable text that the provider gives back
     * @param redirectUri where the provider sends the browser back to
     * @param plainly leaves out what the provider need not do, such as showing its account chooser
     */
    record Start(
            Stored<IdentityProvider> provider,
            Beginning beginning,
            String state,
            String redirectUri,
            boolean plainly) {}

    /**
     * Where the browser is sent.
     *
     * @param memory what the protocol must know when it comes back; kept sealed
     */
    record Departure(Way way, String memory) {}

    /**
     * What came back.
     *
     * @param start as it was
     * @param memory what {@link #begin} gave
     */
    record Return(Start start, String memory, Parameters parameters) {}

    Departure begin(Start start, StepLog log) throws LoginFailure;

    /**
     * Finds out who the person is.
     *
     * @throws PlainlyPlease when the provider refused something that can be left out
     */
    ExternalIdentity complete(Return answer, StepLog log) throws LoginFailure, PlainlyPlease;

    /** The provider refused something that can be left out: begin again, plainly. */
    final class PlainlyPlease extends Exception {
        public PlainlyPlease(String detail) {
            super(detail);
        }
    }
}
