package dev.ostiary.login;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.Callback;
import dev.ostiary.federation.Federation.Handover;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way back from a site that hands over a token in a request header: its proxy stands in front of this server and adds the header, or
 * the browser is at an address of the site's own, which the proxy passes on to here. Only in the first case does the request have the
 * browser's cookie; in the second the browser is sent on to our own address, with the token sealed.
 */
final class TokenPages {
    private static final String STATE = "authRequestID";
    private static final String AGENT = "userAgentID";
    private static final String TOKEN = "token";
    private static final int LONGEST = 8_000;

    private final Rooms rooms;
    private final Pages pages;
    private final ProviderPages providers;

    TokenPages(Rooms rooms, Pages pages, ProviderPages providers) {
        this.rooms = rooms;
        this.pages = pages;
        this.providers = providers;
    }

    /** The request with the header. */
    Response arrived(Visit visit) {
        Callback callback = new Callback(answer(visit, ""), visit.browser().knownKey());
        Optional<Handover> handover = rooms.federation().handover(visit.call(), callback);
        String token = handover.flatMap(from -> visit.request().header(from.header()))
                .map(TokenPages::bare)
                .filter(given -> given.length() <= LONGEST)
                .orElse("");
        if (handover.map(Handover::sameBrowser).orElse(true)) {
            return providers.answered(visit, answer(visit, token));
        }
        String sealed = vault().seal(visit.instance(), place(visit), token);
        return pages.goOn(
                visit,
                visit.call().origin() + Paths.TOKEN_CALLBACK + "?" + STATE + "=" + Paths.encode(visit.asked(STATE))
                        + "&" + AGENT + "=" + Paths.encode(visit.asked(AGENT)) + "&" + TOKEN + "=" + sealed);
    }

    /** The request without the header, from the browser itself. */
    Response handedOn(Visit visit) {
        String token = vault().openReturned(visit.instance(), place(visit), visit.asked(TOKEN))
                .orElse("");
        return providers.answered(visit, answer(visit, token));
    }

    private Vault vault() {
        return rooms.vault();
    }

    /** A token counts for the sign-in that it was handed over for. */
    private static String place(Visit visit) {
        return "idpintent/token/" + Secrets.hash(visit.asked(STATE));
    }

    private static Parameters answer(Visit visit, String token) {
        return new Parameters(Map.of(
                "state", List.of(visit.asked(STATE)), AGENT, List.of(visit.asked(AGENT)), TOKEN, List.of(token)));
    }

    private static String bare(String header) {
        boolean scheme = header.regionMatches(true, 0, "Bearer ", 0, 7);
        return (scheme ? header.substring(7) : header).strip();
    }
}
