package dev.ostiary.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestDatabase;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.session.Session.Method;
import dev.ostiary.session.Sessions.Begun;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TEN_DAYS = Duration.ofDays(10);
    private static final Authentication ADA = Authentication.byPassword("7", "3");

    @TempDir
    Path dir;

    private Instant now = START;
    private Store store;
    private Sessions sessions;

    @BeforeEach
    void open() {
        store = TestDatabase.chosen(dir).open(2, () -> now);
        sessions = new Sessions(new Ids(() -> now), () -> now, List.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSessionIsFoundByItsTokenAndOnlyInItsInstance() {
        Begun begun = begin(ADA);

        assertThat(byToken("1", begun.token())).contains(begun.session());
        assertThat(byToken("2", begun.token())).isEmpty();
        assertThat(byToken("1", Secrets.token())).isEmpty();
        assertThat(byToken("1", begun.session().state().tokenHash())).isEmpty();
    }

    @Test
    void aSessionKnowsWhoSignedInWhenAndHow() {
        Session session =
                begin(Authentication.byProvider("7", "3", "55")).session().state();

        assertThat(session.userId()).isEqualTo("7");
        assertThat(session.organization()).isEqualTo("3");
        assertThat(session.authenticatedAt()).isEqualTo(START);
        assertThat(session.methods()).containsExactly(Method.IDP);
        assertThat(session.idp()).isEqualTo("55");
        assertThat(session.expiresAt()).isEqualTo(START.plus(TEN_DAYS));
    }

    @Test
    void provingAgainWhoOneIsKeepsTheSessionAndReplacesItsToken() {
        Begun first = begin(Authentication.byProvider("7", "3", "55"));
        now = START.plusSeconds(60);

        Begun second = store.write(tx -> sessions.goOn(tx, first.session(), ADA, now.plus(TEN_DAYS)));

        assertThat(second.session().id()).isEqualTo(first.session().id());
        assertThat(second.session().state().methods()).containsExactly(Method.PASSWORD);
        assertThat(second.session().state().idp()).isEmpty();
        assertThat(second.session().state().authenticatedAt()).isEqualTo(now);
        assertThat(byToken("1", second.token())).contains(second.session());
        assertThat(byToken("1", first.token())).isEmpty();
    }

    @Test
    void aSessionWhoseTimeIsOverIsNotFound() {
        Begun begun = begin(ADA);

        now = START.plus(TEN_DAYS).minusMillis(1);
        assertThat(byToken("1", begun.token())).isPresent();
        now = START.plus(TEN_DAYS);
        assertThat(byToken("1", begun.token())).isEmpty();
        assertThat(find(begun.session().id())).isEmpty();
    }

    @Test
    void aTerminatedSessionIsGoneAndCanBeTerminatedAgain() {
        Begun begun = begin(ADA);

        terminate(begun.session().id());
        terminate(begun.session().id());

        assertThat(byToken("1", begun.token())).isEmpty();
        assertThat(eventTypes()).containsOnlyOnce("session.terminated");
    }

    @Test
    void expiredSessionsAreEndedAndLivingOnesStay() {
        for (int i = 0; i < 501; i++) {
            begin(ADA);
        }
        now = START.plus(TEN_DAYS);
        Begun living = begin(ADA);

        sessions.endExpired(store);

        assertThat(rows()).isEqualTo(1);
        assertThat(find(living.session().id())).isPresent();
    }

    @Test
    void replayedEventsGiveTheRow() {
        Begun begun = begin(ADA);

        @Nullable Session replayed = null;
        for (SessionEvent event : events()) {
            replayed = SessionRules.evolve(replayed, event);
        }

        assertThat(replayed).isEqualTo(find(begun.session().id()).orElseThrow().state());
    }

    @Test
    void theTokenIsNeitherInEventsNorInText() {
        Begun begun = begin(ADA);

        assertThat(begun).hasToString("Begun[session=" + begun.session().id() + "]");
        assertThat(payloads()).noneMatch(payload -> payload.contains(begun.token()));
    }

    private Begun begin(Authentication how) {
        return store.write(tx -> sessions.begin(tx, "1", how, now.plus(TEN_DAYS)));
    }

    private void terminate(String id) {
        store.write(tx -> {
            sessions.terminate(tx, "1", id, "7");
            return id;
        });
    }

    private Optional<Stored<Session>> byToken(String instance, String token) {
        return store.read(sql -> sessions.byToken(sql, instance, token));
    }

    private Optional<Stored<Session>> find(String id) {
        return store.read(sql -> sessions.find(sql, "1", id));
    }

    private int rows() {
        return store.read(sql ->
                sql.select("select count(*) from sessions").mapTo(Integer.class).one());
    }

    private List<SessionEvent> events() {
        return store.read(sql -> sql.select("select type, payload from events order by position")
                .map((row, context) -> SessionEvent.TYPES.read(row.getString("type"), row.getString("payload")))
                .list());
    }

    private List<String> eventTypes() {
        return store.read(
                sql -> sql.select("select type from events").mapTo(String.class).list());
    }

    private List<String> payloads() {
        return store.read(sql ->
                sql.select("select payload from events").mapTo(String.class).list());
    }
}
