package dev.ostiary.federation;

import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer belongs to.
 *
 * @param sameBrowser whether it came to the browser that began
 * @param idp empty when the provider is gone
 */
record Resumed(
        Stored<Attempt> attempt,
        Pending pending,
        Answer answer,
        boolean sameBrowser,
        Optional<Stored<IdentityProvider>> idp) {

    /** Where a page of somebody else's wants the browser; null for our own. */
    @Nullable
    Landing landing() {
        return attempt.state().landing();
    }

    Outcome refused(Reason reason) {
        Landing landing = landing();
        return landing == null ? refusedHere(reason) : refusedThere(landing, reason);
    }

    /** What the provider itself said is told as it is. */
    private Outcome refusedThere(Landing landing, Reason reason) {
        boolean theirs = reason == Reason.CANCELLED || reason == Reason.PROVIDER_ERROR;
        return theirs && !answer.error().isEmpty()
                ? new Outcome.Landed(landing.failure(attempt.id(), answer.error(), answer.errorDescription()), reason)
                : Intents.refused(attempt, landing, reason);
    }

    private Outcome refusedHere(Reason reason) {
        return new Outcome.Refused(
                reason,
                attempt.state().reference(),
                sameBrowser ? attempt.state().authRequestId() : "");
    }
}
