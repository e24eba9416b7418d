package dev.ostiary.login;

import dev.ostiary.federation.logout.UpstreamEnd;
import dev.ostiary.store.Transaction;
import java.util.List;

/** Ends sessions here because a provider says that those they came from have ended. */
final class Endings {
    /** It is not the person who ends them. */
    private static final String ACTOR = "SYSTEM";

    private final Rooms rooms;

    Endings(Rooms rooms) {
        this.rooms = rooms;
    }

    /**
     * Ends the sessions, with their tokens; applications hear of it.
     *
     * @return false when the same notice came before
     */
    boolean end(String instance, String idp, UpstreamEnd end) {
        return rooms.store()
                .write(tx -> rooms.federation()
                        .logout()
                        .ended(tx, instance, idp, end)
                        .map(sessions -> terminate(tx, instance, sessions))
                        .orElse(false));
    }

    private boolean terminate(Transaction tx, String instance, List<String> sessions) {
        sessions.forEach(session -> rooms.sessions().terminate(tx, instance, session, ACTOR));
        return true;
    }
}
