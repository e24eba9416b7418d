package dev.ostiary.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.QuietStore;
import dev.ostiary.TestDatabase;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.Added;
import dev.ostiary.grant.OidcSessions.Beginning;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.Machines;
import dev.ostiary.user.User;
import dev.ostiary.user.User.TokenType;
import dev.ostiary.user.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTokensTest {
    private static final String INSTANCE = "1";
    private static final String ORGANIZATION = "10";

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final Ids ids = new Ids(clock);
    private final Users users = new Users(ids, List.of());
    private final PersonalAccessTokens pats = new PersonalAccessTokens(ids);
    private final OidcSessions sessions = new OidcSessions();
    private TestDatabase database;
    private QuietStore store;
    private Tokens tokens;
    private Stored<User> robot;

    @BeforeEach
    void open() {
        database = TestDatabase.chosen(directory);
        reopen();
        robot = machine("robot");
    }

    private void reopen() {
        store = new QuietStore(database.open(2, clock));
        tokens = new Tokens(store, users, new Apps(ids, List.of()), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Stored<User> machine(String name) {
        return store.write(tx ->
                new Machines(users, ids).add(tx, INSTANCE, ORGANIZATION, "", "", name, name, "", TokenType.BEARER));
    }

    private PersonalAccessTokens.Added add() {
        return store.write(tx -> pats.add(tx, robot, "actor", List.of("openid"), Expiration.NEVER));
    }

    private Optional<TokenInfo> find(String token) {
        return store.read(sql -> tokens.byToken(sql, INSTANCE, token));
    }

    private boolean valid(String token) {
        return find(token).isPresent();
    }

    @Test
    void aTokenThatWasShownIsKnownWithoutAQuery() {
        String token = add().token();

        assertThat(store.quietly(() -> find(token)).orElseThrow().userId()).isEqualTo(robot.id());
    }

    @Test
    void aTokenThatIsRemovedIsForgottenAtOnce() {
        PersonalAccessTokens.Added removed = add();
        PersonalAccessTokens.Added other = add();
        assertThat(valid(removed.token())).isTrue();
        assertThat(valid(other.token())).isTrue();
        store.write(tx -> pats.remove(tx, INSTANCE, robot.id(), removed.tokenId(), "actor"));

        assertThat(valid(removed.token())).isFalse();
        assertThat(valid(other.token())).isTrue();
    }

    @Test
    void whoseUserIsRemovedIsForgottenAtOnce() {
        String token = begin(null);
        assertThat(valid(token)).isTrue();
        store.write(tx -> {
            users.removeAllOf(tx, INSTANCE, ORGANIZATION, "actor");
            return token;
        });

        assertThat(valid(token)).isFalse();
    }

    @Test
    void whoseActorIsRemovedIsForgottenAtOnce() {
        Stored<User> actor = store.write(
                tx -> new Machines(users, ids).add(tx, INSTANCE, "20", "", "", "actor", "actor", "", TokenType.BEARER));
        String token = begin(new Actor("https://id.example.com", actor.id(), null));
        assertThat(valid(token)).isTrue();
        store.write(tx -> {
            users.removeAllOf(tx, INSTANCE, "20", "admin");
            return token;
        });

        assertThat(valid(token)).isFalse();
    }

    @Test
    void aTokenThatIsRevokedIsForgottenAtOnce() {
        String token = begin(null);
        assertThat(valid(token)).isTrue();
        store.write(tx -> {
            Stored<OidcSession> session =
                    sessions.byAccessToken(tx.sql(), INSTANCE, token).orElseThrow();
            sessions.revokeAccessToken(tx, session, "actor");
            return token;
        });

        assertThat(valid(token)).isFalse();
    }

    @Test
    void whatAReadSeesThatBeganBeforeAChangeIsNotKept() {
        PersonalAccessTokens.Added added = add();
        boolean seen = store.read(sql -> {
            assertThat(tokens.byToken(sql, INSTANCE, Secrets.token())).isEmpty(); // the snapshot is of now
            CompletableFuture.runAsync(
                            () -> store.write(tx -> pats.remove(tx, INSTANCE, robot.id(), added.tokenId(), "actor")))
                    .join();
            return tokens.byToken(sql, INSTANCE, added.token()).isPresent();
        });

        assertThat(seen).isTrue();
        assertThat(valid(added.token())).isFalse();
    }

    @Test
    void theOldestMakesRoomForANewOne() {
        String token = add().token();
        store.close();
        reopen(); // what was changed before is told to nobody any more
        KnownTokens known = new KnownTokens(store);
        TokenInfo info = find(token).orElseThrow();
        for (int i = 0; i <= KnownTokens.MOST; i++) {
            known.keep(INSTANCE, "hash " + i, info, store.moment());
        }

        assertThat(known.find(INSTANCE, "hash 0")).isEmpty();
        assertThat(known.find(INSTANCE, "hash 1")).contains(info);
        assertThat(known.find("2", "hash 1")).isEmpty();
        assertThat(known.find(INSTANCE, "hash " + KnownTokens.MOST)).contains(info);
    }

    /** @return an access token */
    private String begin(@Nullable Actor actor) {
        String token = Secrets.token();
        String id = "V2_" + ids.next();
        List<String> scopes = List.of("openid");
        store.write(tx -> sessions.begin(
                tx,
                INSTANCE,
                new Beginning(
                        id,
                        ORGANIZATION,
                        new Added(robot.id(), "c", "77", scopes, List.of(), List.of(), clock.instant(), actor, null),
                        new AccessTokenAdded(
                                id + "-at_1",
                                Secrets.hash(token),
                                scopes,
                                clock.instant(),
                                clock.instant().plus(Duration.ofHours(1)),
                                null,
                                null),
                        null)));
        return token;
    }
}
