package dev.ostiary.session;

import java.time.Instant;
import java.util.List;

/**
 * A session of somebody who is signed in, or, when a call made it, of somebody who may yet prove who they are. A session that ended doesn't
 * exist any more, so there is no state to ask for.
 *
 * @param userId empty as long as nobody was found for it
 * @param organization the organization the user belongs to
 * @param authenticatedAt when the person last proved who they are ({@code auth_time}, OpenID Connect Core section 2)
 * @param methods how they did it then; empty when they did not
 * @param idp id of the provider that vouched for them then, empty when none did
 * @param tokenHash hash of its token: the one in the browser's cookie, or the one that the last call was answered with
 * @param userCheckedAt when the user was found
 * @param vouched what the provider that vouched for them said of how they proved it
 */
public record Session(
        String userId,
        String organization,
        Instant authenticatedAt,
        List<Method> methods,
        String idp,
        Instant expiresAt,
        String tokenHash,
        Instant userCheckedAt,
        About about,
        Vouched vouched) {

    public Session {
        methods = List.copyOf(methods);
    }

    /** A session that the pages have begun. */
    public Session(
            String userId,
            String organization,
            Instant authenticatedAt,
            List<Method> methods,
            String idp,
            Instant expiresAt,
            String tokenHash) {
        this(
                userId,
                organization,
                authenticatedAt,
                methods,
                idp,
                expiresAt,
                tokenHash,
                authenticatedAt,
                About.NOTHING,
                Vouched.NOTHING);
    }

    /** A way to prove who one is. */
    public enum Method {
        PASSWORD,
        IDP
    }

    /** Whether somebody has proved who they are. */
    public boolean isAuthenticated() {
        return !methods.isEmpty();
    }

    Session ofUser(String user, String organizationOfUser, Instant at) {
        return new Session(
                user, organizationOfUser, authenticatedAt, methods, idp, expiresAt, tokenHash, at, about, vouched);
    }

    Session authenticated(Instant at, Method method, String vouching) {
        return authenticated(at, method, vouching, Vouched.NOTHING);
    }

    Session authenticated(Instant at, Method method, String vouching, Vouched said) {
        return new Session(
                userId, organization, at, List.of(method), vouching, expiresAt, tokenHash, userCheckedAt, about, said);
    }

    Session withToken(String hash) {
        return new Session(
                userId, organization, authenticatedAt, methods, idp, expiresAt, hash, userCheckedAt, about, vouched);
    }

    Session until(Instant end) {
        return new Session(
                userId, organization, authenticatedAt, methods, idp, end, tokenHash, userCheckedAt, about, vouched);
    }

    Session about(About changed) {
        return new Session(
                userId,
                organization,
                authenticatedAt,
                methods,
                idp,
                expiresAt,
                tokenHash,
                userCheckedAt,
                changed,
                vouched);
    }
}
