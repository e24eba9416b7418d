package dev.ostiary.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.TestDatabase;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.Added;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenAdded;
import dev.ostiary.grant.OidcSessions.Beginning;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.Machines;
import dev.ostiary.user.User;
import dev.ostiary.user.User.TokenType;
import dev.ostiary.user.Users;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
    private static final String INSTANCE = "1";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final InstantSource clock = now::get;
    private final Ids ids = new Ids(clock);
    private final Users users = new Users(ids, List.of());
    private final PersonalAccessTokens pats = new PersonalAccessTokens(ids);
    private final OidcSessions sessions = new OidcSessions();
    private Store store;
    private Tokens tokens;
    private Stored<User> robot;

    @BeforeEach
    void open() {
        store = TestDatabase.chosen(directory).open(2, clock);
        tokens = new Tokens(store, users, new Apps(ids, List.of()), clock);
        robot = store.write(
                tx -> new Machines(users, ids).add(tx, INSTANCE, "10", "", "", "robot", "Robot", "", TokenType.BEARER));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private PersonalAccessTokens.Added add(Instant expiresAt) {
        return store.write(tx -> pats.add(tx, robot, "actor", List.of("openid"), expiresAt));
    }

    private boolean valid(String instance, String token) {
        return store.read(sql -> tokens.byToken(sql, instance, token)).isPresent();
    }

    @Test
    void aPersonalAccessTokenStandsForItsUser() {
        PersonalAccessTokens.Added added = add(Expiration.NEVER);
        TokenInfo info =
                store.read(sql -> tokens.byToken(sql, INSTANCE, added.token())).orElseThrow();

        assertThat(info.kind()).isEqualTo(TokenInfo.Kind.PAT);
        assertThat(info.userId()).isEqualTo(robot.id());
        assertThat(info.id()).isEqualTo(added.tokenId());
        assertThat(info.expiresAt()).isEqualTo(Expiration.NEVER);
        assertThat(info.opensApi("900")).isTrue();
        assertThat(added.toString()).doesNotContain(added.token());
    }

    @Test
    void aTokenIsWorthNothingInAnotherInstance() {
        assertThat(valid("2", add(Expiration.NEVER).token())).isFalse();
    }

    @Test
    void aTokenEndsAtItsTime() {
        String token = add(now.get().plusSeconds(60)).token();
        assertThat(valid(INSTANCE, token)).isTrue();
        now.updateAndGet(time -> time.plusSeconds(60));

        assertThat(valid(INSTANCE, token)).isFalse();
    }

    @Test
    void aRemovedTokenIsRefusedAndNotListed() {
        PersonalAccessTokens.Added kept = add(Expiration.NEVER);
        PersonalAccessTokens.Added gone = add(Expiration.NEVER);
        store.write(tx -> pats.remove(tx, INSTANCE, robot.id(), gone.tokenId(), "actor"));

        assertThat(valid(INSTANCE, gone.token())).isFalse();
        assertThat(valid(INSTANCE, kept.token())).isTrue();
        List<Stored<PersonalAccessToken>> listed = store.read(sql -> pats.list(sql, INSTANCE, robot.id()));
        assertThat(listed).extracting(Stored::id).containsExactly(kept.tokenId());
    }

    @Test
    void aTokenIsRemovedThroughItsOwnUserOnly() {
        PersonalAccessTokens.Added added = add(Expiration.NEVER);

        assertThatThrownBy(() -> store.write(tx -> pats.remove(tx, INSTANCE, "404", added.tokenId(), "actor")))
                .isInstanceOf(Problem.class);
        assertThat(valid(INSTANCE, added.token())).isTrue();
    }

    @Test
    void aTokenCannotEndInThePast() {
        assertThatThrownBy(() -> add(now.get()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.id()).contains("DOMAIN-dv3t5"));
    }

    @Test
    void whatAUserGotBySigningInEndsWithTheUser() {
        String token = begin("77", now.get().plus(Duration.ofHours(1)));
        store.write(tx -> {
            sessions.endUser(tx, INSTANCE, robot.id(), "actor");
            return token;
        });

        assertThat(valid(INSTANCE, token)).isFalse();
    }

    @Test
    void sweepingTakesWhatHasExpiredAndNothingElse() {
        String old = begin("77", now.get().plus(Duration.ofHours(1)));
        String fresh = begin("78", now.get().plus(Duration.ofHours(3)));
        String pat = add(Expiration.NEVER).token();
        now.updateAndGet(time -> time.plus(Duration.ofHours(2)));

        assertThat(store.write(Expiry::sweep)).isEqualTo(1);
        assertThat(store.write(Expiry::sweep)).isEqualTo(0);
        assertThat(valid(INSTANCE, old)).isFalse();
        assertThat(valid(INSTANCE, fresh)).isTrue();
        assertThat(valid(INSTANCE, pat)).isTrue();
        assertThat(count("oidc_sessions")).isEqualTo(1);
        assertThat(count("tokens")).isEqualTo(2);
        assertThat(count("refresh_tokens")).isEqualTo(1);
    }

    @Test
    void theTableIsWhatTheEventsMakeOfIt() {
        String token = begin("77", now.get().plus(Duration.ofHours(1)));
        begin("78", now.get().plus(Duration.ofHours(1)));
        store.write(tx -> {
            Stored<OidcSession> session =
                    sessions.byAccessToken(tx.sql(), INSTANCE, token).orElseThrow();
            sessions.revokeAccessToken(tx, session, "actor");
            return token;
        });
        List<String> ids = strings("select stream from events where stream_type = 'oidc_session' group by stream");

        assertThat(ids).hasSize(2).allSatisfy(id -> {
            OidcSession kept = store.read(sql -> sessions.find(sql, INSTANCE, id))
                    .orElseThrow()
                    .state();
            assertThat(replayed(id)).isEqualTo(kept);
        });
    }

    private @Nullable OidcSession replayed(String id) {
        OidcSession state = null;
        for (String event :
                strings("select type || '|' || payload from events where stream = '" + id + "' order by version")) {
            int bar = event.indexOf('|');
            OidcSessionEvent read = OidcSessions.KIND.events().read(event.substring(0, bar), event.substring(bar + 1));
            state = OidcSessionRules.evolve(state, read);
        }
        return state;
    }

    private List<String> strings(String query) {
        return store.read(sql -> sql.select(query).mapTo(String.class).list());
    }

    @Test
    void aUsedCodeIsKeptForADay() {
        AuthorizationCodes codes = new AuthorizationCodes();
        AuthorizationCode grant = new AuthorizationCode(
                "c",
                "u",
                "o",
                "77",
                "https://a.test/cb",
                List.of(),
                List.of(),
                List.of(),
                now.get(),
                "",
                "",
                null,
                null);
        String code = store.write(tx -> codes.issue(tx, INSTANCE, grant));
        store.write(tx -> codes.use(tx, INSTANCE, Secrets.hash(code), "V2_1"));
        now.updateAndGet(time -> time.plus(Duration.ofHours(24)));
        store.write(Expiry::sweep);

        assertThat(find(codes, code).orElseThrow().used()).isTrue();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        store.write(Expiry::sweep);
        assertThat(find(codes, code)).isEmpty();
    }

    private Optional<AuthorizationCodes.Issued> find(AuthorizationCodes codes, String code) {
        return store.read(sql -> codes.find(sql, INSTANCE, code));
    }

    /** @return an access token that lives as long as its refresh token */
    private String begin(String session, Instant until) {
        String token = Secrets.token();
        String id = "V2_" + ids.next();
        store.write(tx -> sessions.begin(
                tx,
                INSTANCE,
                new Beginning(
                        id,
                        "10",
                        new Added(
                                robot.id(),
                                "c",
                                session,
                                List.of("openid"),
                                List.of(),
                                List.of(),
                                now.get(),
                                null,
                                null),
                        new AccessTokenAdded(
                                id + "-at_1", Secrets.hash(token), List.of("openid"), now.get(), until, null, null),
                        new RefreshTokenAdded(id + "-rt_1", Secrets.hash(id), until, until, null))));
        return token;
    }

    private int count(String table) {
        return store.read(sql ->
                sql.select("select count(*) from " + table).mapTo(Integer.class).one());
    }
}
