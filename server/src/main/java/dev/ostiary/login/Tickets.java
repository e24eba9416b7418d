package dev.ostiary.login;

import dev.ostiary.crypto.Vault;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.store.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Seals tickets for one browser, and opens them again. */
final class Tickets {
    /** How long a sign-in may take: as long as the application's request is kept. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Vault vault;
    private final InstantSource clock;

    Tickets(Vault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /** Returns the ticket that a sign-in begins with. */
    Ticket begin(AuthRequest request) {
        return Ticket.of(request.id(), clock.instant().plus(LIFETIME));
    }

    /** Returns base64url text that only this browser can bring back. */
    String seal(Visit visit, Ticket ticket) {
        return vault.seal(visit.instance(), place(visit), Json.write(ticket));
    }

    /** Opens a ticket; there is none when it was changed, is too old or belongs to another browser. */
    Optional<Ticket> open(Visit visit, String sealed) {
        return vault.openReturned(visit.instance(), place(visit), sealed)
                .map(json -> Json.read(json, Ticket.class))
                .filter(ticket -> clock.instant().isBefore(ticket.until()));
    }

    private static String place(Visit visit) {
        return "login/" + visit.browser().id();
    }
}
