package dev.ostiary.login;

import dev.ostiary.crypto.Vault;
import dev.ostiary.http.Response;
import dev.ostiary.session.HostCookie;
import dev.ostiary.session.Session;
import dev.ostiary.store.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * Which provider was last signed in through in a browser. The browser keeps it in a sealed cookie of its own, so that nothing of it is
 * kept here; it says nothing about the person, and decides nothing: the page offers that provider first.
 */
final class LastProvider {
    private static final Duration KEPT = Duration.ofDays(180);
    private static final String PLACE = "login/last-provider";

    private final Vault vault;

    LastProvider(Vault vault) {
        this.vault = vault;
    }

    /** @param organization the organization of who signed in */
    record Used(String idp, String organization) {}

    Optional<Used> of(Visit visit) {
        return cookie(visit)
                .read(visit.request())
                .flatMap(kept -> vault.openReturned(visit.instance(), PLACE, kept))
                .map(json -> Json.read(json, Used.class));
    }

    /** Lets the browser remember what a session began with. */
    Response remember(Visit visit, Session session, Response answer) {
        Used used = new Used(session.idp(), session.organization());
        String value = vault.seal(visit.instance(), PLACE, Json.write(used));
        return answer.with("Set-Cookie", cookie(visit).set(value, KEPT));
    }

    Response forget(Visit visit, Response answer) {
        HostCookie cookie = cookie(visit);
        return cookie.read(visit.request()).isPresent() ? answer.with("Set-Cookie", cookie.clear()) : answer;
    }

    private static HostCookie cookie(Visit visit) {
        return HostCookie.lastProvider(visit.call().origin());
    }
}
