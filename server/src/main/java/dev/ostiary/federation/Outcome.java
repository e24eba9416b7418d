package dev.ostiary.federation;

import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import org.jspecify.annotations.Nullable;

/** What came of a sign-in when the browser is back. */
public sealed interface Outcome {

    /** The person is signed in. */
    record SignedIn(Stored<User> user, String idp, String authRequestId) implements Outcome {}

    /**
     * Nobody is linked to the account: the person is asked.
     *
     * @param attempt what {@link Federation#create} and {@link Federation#link} are called with
     * @param options which of both is allowed
     */
    record AskToLinkOrCreate(
            String attempt,
            String reference,
            String idp,
            ExternalIdentity identity,
            Options options,
            String authRequestId)
            implements Outcome {}

    /**
     * A page of somebody else's began the sign-in: the browser goes there, and nobody is signed in yet.
     *
     * @param to holds what the page asks with; not for logs
     * @param reason why it failed, null when the provider vouches for the person
     */
    record Landed(String to, @Nullable Reason reason) implements Outcome {
        @Override
        public String toString() {
            return "Landed[" + reason + "]";
        }
    }

    /**
     * The browser goes to the provider once more: it refused something that can be left out.
     *
     * @param authRequestId empty when a page of somebody else's began the sign-in
     */
    record Again(Way way, String authRequestId) implements Outcome {}

    /**
     * The name or the password at the provider was wrong: the person may try again.
     *
     * @param state as {@link Way.Credentials} says it
     */
    record AskAgain(String state, String authRequestId) implements Outcome {
        @Override
        public String toString() {
            return "AskAgain[" + authRequestId + "]";
        }
    }

    /**
     * @param reference of the step log; never empty
     * @param authRequestId empty when it is not known, or not this browser's business
     */
    record Refused(Reason reason, String reference, String authRequestId) implements Outcome {}

    /**
     * What else happens in the transaction that signs the person in: a session begins, and the application gets its answer.
     *
     * <p>It runs in the store's transaction, so it must be quick and must not fail for a reason the person could mend.
     */
    @FunctionalInterface
    interface Completion {
        Completion NONE = (tx, signedIn) -> {};

        /**
         * Tells, before the transaction begins, what goes on when the person is signed in.
         *
         * @param authRequestId as {@link SignedIn} has it
         */
        default void about(String authRequestId) {}

        void signedIn(Transaction tx, SignedIn signedIn);

        /** Tells, before anything else, what the provider said about the person. */
        default void vouchedFor(ExternalIdentity identity) {}
    }
}
