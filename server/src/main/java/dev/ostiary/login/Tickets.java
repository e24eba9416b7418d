package dev.ostiary.login;

import dev.ostiary.crypto.Vault;
import dev.ostiary.store.Json;
import java.time.InstantSource;
import java.util.Optional;

/** Seals tickets for one browser, and opens them again. */
final class Tickets {
    private final Vault vault;
    private final InstantSource clock;

    Tickets(Vault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
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
