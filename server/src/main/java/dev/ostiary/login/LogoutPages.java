package dev.ostiary.login;

import dev.ostiary.federation.Way;
import dev.ostiary.federation.logout.FederatedLogout;
import dev.ostiary.federation.logout.FederatedLogout.Asked;
import dev.ostiary.federation.logout.LogoutRefused;
import dev.ostiary.federation.saml.Carried;
import dev.ostiary.federation.saml.SamlRefused;
import dev.ostiary.http.Response;
import dev.ostiary.openid.PostLogout;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way through a provider's logout. Nobody needs to be signed in here any more: where the browser goes in the end was checked when the
 * session ended, and is kept under the state that comes back.
 */
final class LogoutPages {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutPages.class);
    private static final Pattern SINGLE = Pattern.compile("/idps/([0-9]{1,20})/saml/slo");

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Endings endings;

    LogoutPages(Rooms rooms, Pages pages, Failures failures, Endings endings) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.endings = endings;
    }

    private FederatedLogout logout() {
        return rooms.federation().logout();
    }

    /** The browser goes to the provider. */
    Response elsewhere(Visit visit) {
        return elsewhere(visit, visit.asked("state"));
    }

    /** @param state of {@link FederatedLogout#begin} */
    Response elsewhere(Visit visit, String state) {
        return logout().depart(visit.call(), state)
                .map(departure -> departure
                        .way()
                        .map(way -> pages.leave(visit, null, way))
                        .orElseGet(() -> pages.leave(visit, null, departure.target())))
                .orElseGet(() -> pages.goOn(visit, PostLogout.DONE));
    }

    /** The browser comes back from an OpenID Provider (OpenID Connect RP-Initiated Logout 1.0 section 3). */
    Response back(Visit visit) {
        return goOn(visit, logout().back(visit.call(), visit.asked("state")));
    }

    /** To where it was to go in the end; whoever comes by a link of somebody else's, or twice, is told that they are signed out. */
    private Response goOn(Visit visit, Optional<String> target) {
        return pages.goOn(visit, target.orElse(PostLogout.DONE));
    }

    /** A SAML provider's browser brings a request to end sessions, or the answer to ours. */
    Response single(Visit visit) {
        Matcher path = SINGLE.matcher(visit.request().path());
        if (!path.matches()) {
            throw new IllegalArgumentException(visit.request().path());
        }
        String idp = path.group(1);
        try {
            Carried carried = carried(visit);
            return carried.isResponse()
                    ? goOn(visit, logout().answered(visit.call(), idp, carried))
                    : end(visit, idp, logout().asked(visit.call(), idp, carried));
        } catch (SamlRefused refused) {
            return refused(visit, idp, refused.check() + " " + refused.getMessage());
        } catch (LogoutRefused refused) {
            return refused(visit, idp, String.valueOf(refused.getMessage()));
        }
    }

    private static Carried carried(Visit visit) throws SamlRefused {
        return visit.posted()
                ? Carried.posted(
                        visit.entered("SAMLRequest"), visit.entered("SAMLResponse"), visit.entered("RelayState"))
                : Carried.redirected(visit.request().query());
    }

    private Response end(Visit visit, String idp, Asked asked) {
        if (!endings.end(visit.instance(), idp, asked.end())) {
            return refused(visit, idp, "the request was sent before");
        }
        return asked.answer().map(way -> answer(visit, way)).orElseGet(() -> pages.goOn(visit, PostLogout.DONE));
    }

    /** It was a form of the provider's that the browser posted, so a redirect there is no redirect after a form of ours. */
    private Response answer(Visit visit, Way way) {
        return way instanceof Way.Redirect redirect
                ? pages.goOn(visit, redirect.to().toString())
                : pages.leave(visit, null, way);
    }

    private Response refused(Visit visit, String idp, String detail) {
        LOG.info("a message about logout of provider {} is refused: {}", idp, detail);
        return failures.show(visit, Failure.LOGOUT_REFUSED);
    }
}
