package dev.ostiary.session;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who is signed in. A session that ended doesn't exist any more, so there is no state to ask for.
 *
 * @param organization the organization the user belongs to
 * @param authenticatedAt when the person last proved who they are ({@code auth_time}, OpenID Connect Core section 2)
 * @param methods how they did it then
 * @param idp id of the provider that vouched for them then, empty when none did
 * @param tokenHash hash of the token in the browser's cookie
 */
public record Session(
        String userId,
        String organization,
        Instant authenticatedAt,
        List<Method> methods,
        String idp,
        Instant expiresAt,
        String tokenHash) {

    public Session {
        methods = List.copyOf(methods);
    }

    /** A way to prove who one is. */
    public enum Method {
        PASSWORD,
        IDP
    }
}
