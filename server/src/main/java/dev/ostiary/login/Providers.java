package dev.ostiary.login;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The providers on a page.
 *
 * @param ticket the sealed ticket that the search sends back
 * @param last the one that was last used in this browser, null when there is none
 * @param shown a few others
 * @param searchable whether there are more than are shown
 * @param search what was searched for, empty for nothing
 * @param previous where those before are, empty when these are the first
 * @param next where those after are, empty when these are the last
 */
public record Providers(
        String ticket,
        @Nullable Provider last,
        List<Provider> shown,
        boolean searchable,
        String search,
        String previous,
        String next) {
    static final Providers NONE = new Providers("", null, List.of(), false, "", "", "");

    public boolean isEmpty() {
        return last == null && shown.isEmpty() && !searchable;
    }

    /** Whether somebody is looking for a provider, and not just arriving. */
    public boolean isSearch() {
        return !search.isEmpty() || !previous.isEmpty();
    }
}
