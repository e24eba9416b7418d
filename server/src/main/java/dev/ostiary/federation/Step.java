package dev.ostiary.federation;

/** What the browser does next when a sign-in begins. */
public sealed interface Step {

    /** Goes to the provider. */
    record Leave(Way way) implements Step {}

    /**
     * Shows why it can't.
     *
     * @param reference of the step log
     */
    record Refused(Reason reason, String reference) implements Step {}
}
