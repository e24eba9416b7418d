package dev.ostiary.user;

import dev.ostiary.rpc.Problem;
import java.time.Instant;

/** When keys and personal access tokens end. */
public final class Expiration {
    /** The contract's word for it. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private Expiration() {}

    /** @throws Problem when the date is past */
    public static Instant require(Instant date, Instant now) {
        if (!date.isAfter(now)) {
            throw Problem.invalid("DOMAIN-dv3t5", "Errors.AuthNKey.ExpireBeforeNow");
        }
        return date.isAfter(NEVER) ? NEVER : date;
    }
}
