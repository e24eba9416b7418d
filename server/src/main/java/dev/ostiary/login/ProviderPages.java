package dev.ostiary.login;

import dev.ostiary.federation.Callback;
import dev.ostiary.federation.Outcome;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import dev.ostiary.login.Directory.Offer;
import dev.ostiary.openid.AuthRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The way to an identity provider and back. */
final class ProviderPages {
    /** Parameters of an authorization response that are read (RFC 6749 section 4.1.2, RFC 9207); Apple adds the user. */
    private static final List<String> RESPONSE = List.of("state", "code", "iss", "error", "error_description", "user");

    /** The longest value that is carried on: what is longer would not fit into the address that it becomes part of. */
    private static final int LONGEST = 2_000;

    /** The most bytes of a relay state (saml-bindings-2.0-os section 3.5.3). */
    private static final int LONGEST_RELAY_STATE = 80;

    private final Rooms rooms;
    private final Pages pages;
    private final Failures failures;
    private final Tickets tickets;
    private final Directory directory;
    private final LastProvider last;
    private final Flow flow;
    private final Outcomes outcomes;
    private final Finish finish;

    ProviderPages(
            Rooms rooms,
            Pages pages,
            Failures failures,
            Tickets tickets,
            Directory directory,
            LastProvider last,
            Flow flow,
            Outcomes outcomes,
            Finish finish) {
        this.rooms = rooms;
        this.pages = pages;
        this.failures = failures;
        this.tickets = tickets;
        this.directory = directory;
        this.last = last;
        this.flow = flow;
        this.outcomes = outcomes;
        this.finish = finish;
    }

    static boolean isCallback(Visit visit) {
        String path = visit.request().path();
        return Paths.takesSaml(path)
                || Set.of(Paths.CALLBACK, Paths.OLD_CALLBACK).contains(path);
    }

    /** The browser goes to the provider that the person chose. */
    Response begin(Visit visit) {
        if (!visit.ticket().isEmpty()) {
            return flow.withTicket(visit, (request, ticket) -> chosen(visit, request, ticket));
        }
        return rooms.authRequests()
                .find(visit.instance(), visit.asked("authRequestID"))
                .map(request -> chosen(visit, request, tickets.begin(request)))
                .orElseGet(() -> failures.show(visit, Failure.REQUEST_UNKNOWN));
    }

    private Response chosen(Visit visit, AuthRequest request, Ticket ticket) {
        String id = visit.asked("idpConfigID");
        return organization(visit, request, ticket, id)
                .flatMap(organization -> rooms.providers()
                        .current(visit.instance(), id)
                        .map(provider -> flow.toProvider(visit, request, ticket, provider, organization)))
                .orElseGet(() -> failures.show(visit, request, Failure.PROVIDER_NOT_OFFERED));
    }

    /** Returns the organization that offers a provider; nothing when it isn't offered to this person. */
    private Optional<String> organization(Visit visit, AuthRequest request, Ticket ticket, String idp) {
        if (visit.asked("last").equals("1")) {
            return last.of(visit)
                    .filter(used -> used.idp().equals(idp))
                    .filter(used ->
                            directory.again(visit.instance(), request, used).isPresent())
                    .map(LastProvider.Used::organization);
        }
        Offer offer = directory.offer(visit.instance(), request, ticket.loginName());
        return directory.choice(visit.instance(), offer, idp).map(choice -> offer.organization());
    }

    /**
     * A provider that posts its answer (OAuth 2.0 Form Post Response Mode) posts from another site, and then browsers don't send our
     * cookies. They do when they follow this redirect.
     */
    Response posted(Visit visit) {
        Parameters answer = visit.form();
        String query = RESPONSE.stream()
                .flatMap(name -> answer.all(name).stream()
                        .filter(value -> value.length() <= LONGEST)
                        .map(value -> name + "=" + Paths.encode(value)))
                .collect(Collectors.joining("&"));
        return pages.goOn(visit, Paths.CALLBACK + "?" + query);
    }

    /**
     * The same from a SAML provider, whose answer is too large for an address: it is kept here until the browser is back. An artifact, which
     * may be posted as well (saml-bindings-2.0-os section 3.6.3.3), goes along.
     */
    Response postedSaml(Visit visit) {
        String state = visit.form()
                .first("RelayState")
                .filter(given -> given.length() <= LONGEST_RELAY_STATE)
                .orElse("");
        rooms.federation().keep(visit.call(), state, visit.entered("SAMLResponse"));
        String artifact = visit.form()
                .first("SAMLart")
                .filter(given -> given.length() <= LONGEST)
                .map(given -> "&SAMLart=" + Paths.encode(given))
                .orElse("");
        return pages.goOn(visit, visit.request().path() + "?RelayState=" + Paths.encode(state) + artifact);
    }

    /** The browser comes back from a provider. */
    Response callback(Visit visit) {
        return answered(visit, visit.query());
    }

    /** @param answer of the provider, with {@code state} */
    Response answered(Visit visit, Parameters answer) {
        Opening opening = Opening.of(finish, visit);
        Outcome outcome = rooms.federation()
                .callback(visit.call(), new Callback(answer, visit.browser().knownKey()), opening);
        return outcomes.go(visit, outcome, opening);
    }
}
