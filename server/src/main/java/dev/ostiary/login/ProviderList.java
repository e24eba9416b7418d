package dev.ostiary.login;

import dev.ostiary.idp.Choices.Choice;
import dev.ostiary.login.Directory.Offer;
import dev.ostiary.login.LastProvider.Used;
import dev.ostiary.openid.AuthRequest;
import java.util.List;
import java.util.Optional;

/** Which providers a page shows: a few of however many there are, the one that was last used first, and a search for the rest. */
final class ProviderList {
    /** As many as people take in at a glance; a page stays small with them. */
    private static final int SHOWN = 8;

    /** A page takes longer the further it is: nobody turns this many, and who does is to search. */
    private static final int LAST_PAGE = 499;

    private static final int LONGEST_SEARCH = 100;

    private final Tickets tickets;
    private final Directory directory;
    private final LastProvider last;

    ProviderList(Tickets tickets, Directory directory, LastProvider last) {
        this.tickets = tickets;
        this.directory = directory;
        this.last = last;
    }

    /**
     * What the person looks for.
     *
     * @param page from 0
     */
    private record Search(String text, int page) {
        static Search of(Visit visit) {
            String text = visit.asked("q").strip();
            int end = text.offsetByCodePoints(0, Math.min(LONGEST_SEARCH, text.codePointCount(0, text.length())));
            return new Search(text.substring(0, end).replace("\0", ""), page(visit.asked("page")));
        }

        private static int page(String text) {
            return text.matches("[0-9]{1,4}") ? Math.min(Integer.parseInt(text), LAST_PAGE) : 0;
        }

        String page(String ticket, int number) {
            String found = text.isEmpty() ? "" : "&q=" + Paths.encode(text);
            return Paths.with(Paths.LOGIN_NAME, ticket) + found + "&page=" + number;
        }
    }

    /** The buttons; none while an account is being linked, because then the person proves who they are with their password. */
    Providers of(Visit visit, AuthRequest request, Ticket ticket, Offer offer) {
        if (ticket.isLinking()) {
            return Providers.NONE;
        }
        Search search = Search.of(visit);
        String sealed = tickets.seal(visit, ticket);
        String carried = ticket.loginName().isEmpty() ? "" : sealed;
        List<Choice> found =
                directory.choices(visit.instance(), offer.providers(), search.text(), search.page() * SHOWN, SHOWN + 1);
        boolean more = found.size() > SHOWN && search.page() < LAST_PAGE;
        Optional<Choice> again = again(visit, request, offer, search);
        List<Provider> shown = found.stream()
                .limit(SHOWN)
                .filter(choice -> again.filter(choice::equals).isEmpty())
                .map(choice -> button(choice, Paths.provider(choice.id(), request.id(), carried)))
                .toList();
        return new Providers(
                sealed,
                again.map(choice -> button(choice, Paths.lastProvider(choice.id(), request.id(), carried)))
                        .orElse(null),
                shown,
                more || search.page() > 0 || !search.text().isEmpty(),
                search.text(),
                search.page() > 0 ? search.page(sealed, search.page() - 1) : "",
                more ? search.page(sealed, search.page() + 1) : "");
    }

    /** Where somebody looks for another, or is to be somebody else, the last one is no use; nor where a name leads to another organization. */
    private Optional<Choice> again(Visit visit, AuthRequest request, Offer offer, Search search) {
        boolean arriving = search.text().isEmpty()
                && search.page() == 0
                && !offer.providers().creating()
                && !isForAnother(visit);
        Optional<Used> used = arriving ? last.of(visit) : Optional.empty();
        return used.filter(each ->
                        offer.organization().isEmpty() || offer.organization().equals(each.organization()))
                .flatMap(each -> directory.again(visit.instance(), request, each));
    }

    static boolean isForAnother(Visit visit) {
        return visit.asked("another").equals("1");
    }

    private static Provider button(Choice choice, String href) {
        return new Provider(choice.id(), choice.name(), href);
    }
}
