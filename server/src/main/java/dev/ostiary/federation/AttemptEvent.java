package dev.ostiary.federation;

import dev.ostiary.federation.Attempt.Phase;
import dev.ostiary.store.EventTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen in a sign-in through a provider. Each event carries the steps that were taken; none carries a secret. */
sealed interface AttemptEvent {
    EventTypes<AttemptEvent> TYPES = EventTypes.<AttemptEvent>named()
            .with("idpintent.started", Started.class)
            .with("idpintent.succeeded", Succeeded.class)
            .with("idpintent.consumed", Consumed.class)
            .with("idpintent.failed", Failed.class);

    List<LogEntry> log();

    /**
     * The browser goes to the provider; once more when the provider refused something that can be left out.
     *
     * @param landing null for a sign-in of our own pages
     */
    record Started(
            String idp,
            String authRequestId,
            String organization,
            String reference,
            List<LogEntry> log,
            @Nullable Landing landing)
            implements AttemptEvent {}

    /**
     * The provider vouches for the person.
     *
     * @param userId who is signed in; empty when the person is asked first, or the page of somebody else's that began it
     */
    record Succeeded(String userId, List<LogEntry> log) implements AttemptEvent {}

    /** The person has linked or created a user, or a session was begun or went on with it. */
    record Consumed(String userId, List<LogEntry> log) implements AttemptEvent {}

    record Failed(Reason reason, List<LogEntry> log) implements AttemptEvent {}

    static Attempt evolve(@Nullable Attempt state, AttemptEvent event) {
        if (state == null) {
            if (event instanceof Started started) {
                return Attempt.started(started);
            }
            throw new IllegalStateException("an attempt begins when it is started");
        }
        return switch (event) {
            case Started again -> state.then(Phase.STARTED, "", null, again.log());
            case Succeeded succeeded ->
                state.then(
                        succeeded.userId().isEmpty() ? Phase.ASKED : Phase.SUCCEEDED,
                        succeeded.userId(),
                        null,
                        succeeded.log());
            case Consumed consumed -> state.then(Phase.SUCCEEDED, consumed.userId(), null, consumed.log());
            case Failed failed -> state.then(Phase.FAILED, "", failed.reason(), failed.log());
        };
    }
}
