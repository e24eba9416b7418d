package dev.ostiary.grant;

import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Tells what a bearer token stands for. Every API call begins here: a token that was shown lately costs no query. */
public final class Tokens {
    private final Store store;
    private final Users users;
    private final Apps apps;
    private final InstantSource clock;
    private final KnownTokens known;

    public Tokens(Store store, Users users, Apps apps, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.apps = apps;
        this.clock = clock;
        this.known = new KnownTokens(store);
    }

    /**
     * Finds a personal access token or an access token, opaque or JWT alike: a token counts because it is on record, so one that was
     * revoked, has expired, or whose user, or who acts in that user's name, may not sign in is not found, nor is one of an application that is not active.
     * Whoever lets somebody in by it must look at {@link TokenInfo#jkt}.
     *
     * @param sql of a {@link Store#read}
     */
    public Optional<TokenInfo> byToken(Handle sql, String instance, String token) {
        String hash = Secrets.hash(token);
        return known.find(instance, hash)
                .or(() -> load(sql, instance, hash))
                .filter(info -> clock.instant().isBefore(info.expiresAt()));
    }

    private Optional<TokenInfo> load(Handle sql, String instance, String hash) {
        Optional<TokenInfo> loaded = read(sql, instance, hash);
        loaded.ifPresent(info -> known.keep(instance, hash, info, store.moment()));
        return loaded;
    }

    private Optional<TokenInfo> read(Handle sql, String instance, String hash) {
        return TokenTable.find(sql, instance, hash)
                .filter(row -> row.clientId().isEmpty() || !apps.inactive(sql, instance, row.clientId()))
                .filter(row -> row.actor() == null || maySignIn(sql, instance, row.actor()))
                .flatMap(row -> users.find(sql, instance, row.userId())
                        .filter(user -> maySignIn(user.state()))
                        .map(user -> info(row, user)));
    }

    private boolean maySignIn(Handle sql, String instance, Actor actor) {
        return users.find(sql, instance, actor.userId())
                .filter(user -> maySignIn(user.state()))
                .isPresent();
    }

    /** Tells whether a user may hold tokens at all. */
    public static boolean maySignIn(User user) {
        return switch (user.state()) {
            case ACTIVE -> true;
            case INACTIVE, LOCKED -> false;
        };
    }

    private static TokenInfo info(TokenTable.Row row, Stored<User> user) {
        boolean access = row.kind() == TokenInfo.Kind.ACCESS;
        return new TokenInfo(
                row.kind(),
                row.id(),
                user,
                row.clientId(),
                row.session(),
                access ? row.source() : "",
                row.scopes(),
                row.audience(),
                row.authMethods(),
                row.authenticatedAt(),
                row.issuedAt(),
                row.expiresAt(),
                row.jkt(),
                row.actor(),
                row.acr());
    }
}
