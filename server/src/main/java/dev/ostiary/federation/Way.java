package dev.ostiary.federation;

import java.net.URI;

/** How the browser gets to a provider. */
public sealed interface Way {

    /** By a redirect. */
    record Redirect(URI to) implements Way {

        /** Leaves out the query, which may tell a state or a request. */
        @Override
        public String toString() {
            return "Redirect[" + to.getScheme() + "://" + to.getAuthority() + to.getPath() + "]";
        }
    }
}
