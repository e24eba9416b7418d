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
        return page(visit, request, Said.of(failure, reference), failure == Failure.PROVIDER_NOT_OFFERED);
    }

    /** A defect: the administrator finds its trace by the reference. */
    Response defect(Visit visit, RuntimeException defect) {
        String reference = Reference.next();
        LOG.error("sign-in failed: {}, reference {}", visit, reference, defect);
        return page(visit, null, Said.of(Failure.DEFECT, reference), false);
    }

    /**
     * A federated sign-in that failed.
     *
     * @param reference of the attempt's step log
     */
    Response show(Visit visit, @Nullable AuthRequest request, Reason reason, String reference) {
        Said said = new Said(400, "failure.title", reason.key(), reference, false);
        return page(visit, request, said, reason == Reason.PROVIDER_NOT_OFFERED);
    }

    /**
     * What the page says.
     *
     * @param key of the sentence; that of the next step ends with {@code .next}
     * @param anotherHelps another account may get on
     */
    private record Said(int status, String title, String key, String reference, boolean anotherHelps) {
        static Said of(Failure failure, String reference) {
            return new Said(failure.status(), failure.titleKey(), failure.key(), reference, failure.isAboutThePerson());
        }
    }

    /** @param providerMissing the provider isn't offered: when the application insists on it, trying again is no use */
    private Response page(Visit visit, @Nullable AuthRequest request, Said said, boolean providerMissing) {
        boolean again = request != null && (!providerMissing || request.idp().isEmpty());
        String retry = request != null && again ? Paths.begin(request.id()) : "";
        String ticket = request == null ? "" : tickets.seal(visit, tickets.begin(request));
        String another = said.anotherHelps() && !ticket.isEmpty() ? Paths.another(ticket) : "";
        String home = request == null ? home(visit, said) : "";
        return pages.show(
                visit,
                request,
                said.status(),
                frame -> new View.Failed(
                        frame,
                        frame.text(said.title()),
                        frame.text(said.key()),
                        frame.text(said.key() + ".next"),
                        said.reference(),
                        retry,
                        another,
                        ticket,
                        home));
    }

    /** Where people are at home, as the instance's policy says; our own first page when it says nothing, or can't be asked. */
    private String home(Visit visit, Said said) {
        if (said.status() >= 500) {
            return Paths.START;
        }
        String uri = rooms.policies().current(visit.instance(), "").settings().defaultRedirectUri();
        return Headers.isWeb(uri) ? uri : Paths.START;
    }
}
