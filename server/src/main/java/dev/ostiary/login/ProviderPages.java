package dev.ostiary.login;

import dev.ostiary.federation.Callback;
import dev.ostiary.federation.Outcome;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import dev.ostiary.login.Directory.Offer;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.session.Authentication;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way to an identity provider and back. */
final class ProviderPages {
    /** Parameters of an authorization response that are read (RFC 6749 section 4.1.2, RFC 9207). */
    private static final List<String> RESPONSE = List.of("state", "code", "iss", "error", "error_description");

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Directory directory;
    private final Flow flow;
    private final LinkPages link;
    private final Finish finish;

    ProviderPages(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Directory directory,
            Flow flow,
            LinkPages link,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.directory = directory;
        this.flow = flow;
        this.link = link;
        this.finish = finish;
    }

    static boolean isCallback(Visit visit) {
        return Set.of(Paths.CALLBACK, Paths.OLD_CALLBACK)
                .contains(visit.request().path());
    }

    /** The browser goes to the provider that the person chose. */
    Response begin(Visit visit) {
        if (!visit.ticket().isEmpty()) {
            return flow.withTicket(visit, (request, ticket) -> chosen(visit, request, ticket));
        }
        return rooms.authRequests()
                .find(visit.instance(), visit.asked("authRequestID"))
                .map(request -> chosen(visit, request, flow.ticket(request)))
                .orElseGet(() -> failures.show(visit, Failure.REQUEST_UNKNOWN));
    }

    private Response chosen(Visit visit, AuthRequest request, Ticket ticket) {
        Offer offer = directory.offer(visit.instance(), request, ticket.loginName());
        return offer.providers().stream()
                .filter(provider -> provider.id().equals(visit.asked("idpConfigID")))
                .findFirst()
                .map(provider -> flow.toProvider(visit, request, ticket, provider))
                .orElseGet(() -> failures.show(visit, request, Failure.PROVIDER_NOT_OFFERED));
    }

    /**
     * A provider that posts its answer (OAuth 2.0 Form Post Response Mode) posts from another site, and then browsers don't send our
     * cookies. They do when they follow this redirect.
     */
    Response posted(Visit visit) {
        Parameters answer = visit.form();
        String query = RESPONSE.stream()
                .flatMap(name -> answer.all(name).stream().map(value -> name + "=" + Paths.encode(value)))
                .collect(Collectors.joining("&"));
        return pages.goOn(visit, Paths.CALLBACK + "?" + query);
    }

    /** The browser comes back from a provider. */
    Response callback(Visit visit) {
        String key = visit.browser().fresh() ? "" : visit.browser().key();
        Outcome outcome = rooms.federation().callback(visit.call(), new Callback(visit.query(), key));
        return finish(visit, outcome);
    }

    private Response finish(Visit visit, Outcome outcome) {
        return switch (outcome) {
            case Outcome.SignedIn signedIn -> signedIn(visit, signedIn);
            case Outcome.AskToLinkOrCreate asked -> asked(visit, asked);
            case Outcome.Refused refused ->
                failures.show(visit, request(visit, refused.authRequestId()), refused.reason(), refused.reference());
        };
    }

    private Response signedIn(Visit visit, Outcome.SignedIn signedIn) {
        AuthRequest request = request(visit, signedIn.authRequestId());
        Stored<User> user = signedIn.user();
        return request == null
                ? failures.show(visit, Failure.REQUEST_UNKNOWN)
                : finish.signIn(visit, request, Authentication.byProvider(user.id(), user.owner(), signedIn.idp()));
    }

    private Response asked(Visit visit, Outcome.AskToLinkOrCreate asked) {
        AuthRequest request = request(visit, asked.authRequestId());
        return request == null ? failures.show(visit, Failure.REQUEST_UNKNOWN) : link.begin(visit, request, asked);
    }

    private @Nullable AuthRequest request(Visit visit, String id) {
        return rooms.authRequests().find(visit.instance(), id).orElse(null);
    }
}
