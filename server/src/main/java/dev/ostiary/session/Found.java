package dev.ostiary.session;

import dev.ostiary.session.SessionEvent.PasswordChecked;
import dev.ostiary.session.SessionEvent.UserChecked;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the checks of a call have found out about a person.
 *
 * @param user the user that was asked for
 * @param password whether the user's password was right
 */
record Found(Optional<Stored<User>> user, boolean password) {

    /** @param before id of the user the session is of already; empty when it is of nobody */
    String userId(String before) {
        return user.map(Stored::id).orElse(before);
    }

    List<SessionEvent> events(Instant now) {
        List<SessionEvent> events = new ArrayList<>();
        user.ifPresent(found -> events.add(new UserChecked(found.id(), found.owner(), now)));
        if (password) {
            events.add(new PasswordChecked(now));
        }
        return events;
    }
}
