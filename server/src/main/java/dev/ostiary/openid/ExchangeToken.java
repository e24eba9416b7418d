package dev.ostiary.openid;

import dev.ostiary.grant.Actor;
import dev.ostiary.grant.TokenInfo;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token that was brought to be exchanged, and is good; or a user that was named in the place of one.
 *
 * @param scopes what comes of it when the client asks for nothing in particular
 * @param limit what may be asked for
 * @param audience who it is for
 * @param authMethods Authentication Method References (RFC 8176)
 * @param acr Authentication Context Class Reference of the sign-in, null for none
 * @param session the sign-in session at Ostiary it came from, empty where there is none
 * @param actor who acts by it in the user's name, null for nobody
 * @param until when it ends
 * @param named whether the user was only named: nothing proves that the user agrees
 */
record ExchangeToken(
        Stored<User> user,
        List<String> scopes,
        List<String> limit,
        List<String> audience,
        List<String> authMethods,
        @Nullable String acr,
        Instant authenticatedAt,
        String session,
        @Nullable Actor actor,
        Instant until,
        boolean named) {

    /** @param audience its own, or that which a personal access token is given */
    static ExchangeToken of(TokenInfo info, List<String> audience) {
        boolean personal = info.kind() == TokenInfo.Kind.PAT;
        return new ExchangeToken(
                info.user(),
                info.scopes(),
                personal ? join(info.scopes(), Scopes.STANDARD) : info.scopes(),
                audience,
                info.authMethods(),
                info.acr(),
                personal ? info.issuedAt() : info.authenticatedAt(),
                info.session(),
                info.actor(),
                info.expiresAt(),
                false);
    }

    static ExchangeToken named(Stored<User> user, Instant now) {
        return new ExchangeToken(
                user, List.of(), List.of(), List.of(), List.of(), null, now, "", null, Instant.MAX, true);
    }

    static List<String> join(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}
