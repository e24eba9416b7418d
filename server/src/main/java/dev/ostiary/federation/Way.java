package dev.ostiary.federation;

import java.net.URI;
import java.util.Map;

/** How the browser gets to a provider. */
public sealed interface Way {

    /**
     * Not at all: a page of ours asks for the name and the password there, and {@link Federation#credentials} goes on.
     *
     * @param state of the sign-in
     */
    record Credentials(String state) implements Way {
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }

    /** By a redirect. */
    record Redirect(URI to) implements Way {

        /** Leaves out the query, which may tell a state or a request. */
        @Override
        public String toString() {
            return "Redirect[" + to.getScheme() + "://" + to.getAuthority() + to.getPath() + "]";
        }
    }

    /**
     * By a form that the browser posts.
     *
     * @param fields name and value of each, in their order
     */
    record Form(URI action, Map<String, String> fields) implements Way {

        /** Leaves out what the fields say. */
        @Override
        public String toString() {
            return "Form[" + action.getScheme() + "://" + action.getAuthority() + action.getPath() + "]";
        }
    }
}
