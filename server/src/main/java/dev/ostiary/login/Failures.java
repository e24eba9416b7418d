package dev.ostiary.login;

import dev.ostiary.federation.Reason;
import dev.ostiary.federation.Reference;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what went wrong: a plain sentence, what to do next, a reference, and a way on. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Rooms rooms;
    private final Pages pages;
    private final Tickets tickets;

    Failures(Rooms rooms, Pages pages, Tickets tickets) {
        this.rooms = rooms;
        this.pages = pages;
        this.tickets = tickets;
    }

    /** A failure before any authorization request was found. */
    Response show(Visit visit, Failure failure) {
        return show(visit, null, failure);
    }

    Response show(Visit visit, @Nullable AuthRequest request, Failure failure) {
        String reference = Reference.next();
        LOG.info("sign-in failed: {}, reference {}, instance {}", failure, reference, visit.instance());
        boolean again = request != null
                && (failure != Failure.PROVIDER_NOT_OFFERED || request.idp().isEmpty());
        String home = request == null && failure != Failure.UNAVAILABLE ? home(visit) : "";
        return page(visit, request, failure.status(), failure.key(), reference, again, home);
    }

    /** A defect: the administrator finds its trace by the reference. */
    Response defect(Visit visit, RuntimeException defect) {
        String reference = Reference.next();
        LOG.error("sign-in failed: {}, reference {}", visit, reference, defect);
        return page(visit, null, Failure.DEFECT.status(), Failure.DEFECT.key(), reference, false, "");
    }

    /**
     * A federated sign-in that failed.
     *
     * @param reference of the attempt's step log
     */
    Response show(Visit visit, @Nullable AuthRequest request, Reason reason, String reference) {
        boolean again = request != null
                && (reason != Reason.PROVIDER_NOT_OFFERED || request.idp().isEmpty());
        return page(visit, request, 400, reason.key(), reference, again, request == null ? home(visit) : "");
    }

    private Response page(
            Visit visit,
            @Nullable AuthRequest request,
            int status,
            String key,
            String reference,
            boolean again,
            String home) {
        String retry = again && request != null ? Paths.begin(request.id()) : "";
        String cancel = request == null
                ? ""
                : tickets.seal(
                        visit, Ticket.of(request.id(), rooms.clock().instant().plus(Flow.LIFETIME)));
        return pages.show(
                visit,
                request,
                status,
                frame -> new View.Failed(
                        frame,
                        frame.text("failure.title"),
                        frame.text(key),
                        frame.text(key + ".next"),
                        reference,
                        retry,
                        cancel,
                        home));
    }

    /** Where people are at home, as the instance's policy says; empty when it says nothing. */
    private String home(Visit visit) {
        String uri = rooms.store()
                .read(sql -> rooms.policies()
                        .effective(sql, visit.instance(), "")
                        .state()
                        .settings()
                        .defaultRedirectUri());
        return Headers.isWeb(uri) ? uri : "";
    }
}
