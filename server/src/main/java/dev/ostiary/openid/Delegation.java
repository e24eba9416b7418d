package dev.ostiary.openid;

import dev.ostiary.grant.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tokens that come of other tokens (RFC 8693) have of those.
 *
 * @param actor who acts in the name of the user, null for nobody
 * @param until when the tokens they come of end: they don't live longer
 */
record Delegation(@Nullable Actor actor, Instant until) {
    Instant end(Instant usual) {
        return usual.isBefore(until) ? usual : until;
    }
}
