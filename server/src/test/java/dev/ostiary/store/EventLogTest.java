package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.TestStore;
import dev.ostiary.store.Tally.Closed;
import dev.ostiary.store.Tally.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventLogTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Store store = TESTS.store;
    private final String instance = TESTS.ids.next();
    private final Stream stream = Tally.stream(instance, "a");

    @BeforeAll
    static void createTable() {
        Tally.createTable(TESTS.store);
    }

    @Test
    void theFirstEventsMakeVersionsFromOne() {
        Stored<Tally> stored = record(null, new Counted(1), new Counted(2));

        assertThat(stored.state()).isEqualTo(new Tally(3));
        assertThat(stored.revision().version()).isEqualTo(2);
    }

    @Test
    void laterEventsRaiseTheVersionAndKeepTheDateOfCreation() {
        Instant created = TESTS.clock.instant();
        Stored<Tally> first = record(null, new Counted(1));
        TESTS.clock.advance(Duration.ofSeconds(5));

        Stored<Tally> second = record(first, new Counted(1));

        assertThat(second.revision()).isEqualTo(new Revision(2, created, created.plusSeconds(5)));
    }

    @Test
    void noEventsChangeNothing() {
        Stored<Tally> first = record(null, new Counted(1));
        TESTS.clock.advance(Duration.ofSeconds(5));

        assertThat(record(first)).isSameAs(first);
        assertThat(Tally.find(store, instance, "a")).contains(first);
    }

    @Test
    void aStreamCannotBeginWithNothing() {
        assertThatThrownBy(() -> record(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatEndedHasNoRowAndIsReturnedAsItWasLast() {
        Stored<Tally> first = record(null, new Counted(4));

        Stored<Tally> ended = record(first, new Closed());

        assertThat(ended.state()).isEqualTo(new Tally(4));
        assertThat(ended.revision().version()).isEqualTo(2);
        assertThat(Tally.find(store, instance, "a")).isEmpty();
    }

    @Test
    void whatBeginsAgainGoesOnCountingVersions() {
        record(record(null, new Counted(4)), new Closed());

        Stored<Tally> again = record(null, new Counted(1));

        assertThat(again.state()).isEqualTo(new Tally(1));
        assertThat(again.revision().version()).isEqualTo(3);
    }

    @Test
    void whatBeginsAndEndsAtOnceLeavesNoRow() {
        record(null, new Counted(4), new Closed());

        assertThat(Tally.find(store, instance, "a")).isEmpty();
    }

    @Test
    void aWriteOnTopOfAnOldStateIsRefusedAndChangesNothing() {
        Stored<Tally> first = record(null, new Counted(1));
        Stored<Tally> second = record(first, new Counted(1));

        assertThatThrownBy(() -> record(first, new Counted(10))).isInstanceOf(Store.Conflict.class);

        assertThat(Tally.find(store, instance, "a")).contains(second);
    }

    @Test
    void streamsOfInstancesAreApart() {
        Stored<Tally> here = record(null, new Counted(1));

        assertThat(Tally.find(store, "another instance", "a")).isEmpty();
        assertThat(Tally.find(store, instance, "a")).contains(here);
    }

    @Test
    void aClaimedValueIsRefusedToTheNext() {
        claim(instance, "names", "a");

        assertThatThrownBy(() -> claim(instance, "names", "a")).hasMessage("taken");
    }

    @Test
    void claimsAreApartByInstanceKindAndCase() {
        claim(instance, "names", "a");

        claim(instance + "0", "names", "a");
        claim(instance, "other names", "a");
        claim(instance, "names", "A");

        assertThatThrownBy(() -> claim(instance, "names", "A")).hasMessage("taken");
    }

    @Test
    void aReleasedClaimCanBeMadeAgain() {
        claim(instance, "names", "a");
        claim(instance, "names", "b");
        release("a");

        claim(instance, "names", "a");

        assertThatThrownBy(() -> claim(instance, "names", "b")).hasMessage("taken");
    }

    @Test
    void releasingWhatNobodyClaimedIsNothing() {
        release("nobody's");

        claim(instance, "names", "nobody's");
    }

    @Test
    void theClaimOfAFailedCommandIsFree() {
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.claim(instance, "names", "a", () -> new IllegalStateException("taken"));
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");

        claim(instance, "names", "a");
    }

    @Test
    void anEventWithoutANameIsAMistake() {
        StreamKind<Tally, Tally.Event> nameless =
                new StreamKind<>("tally", EventTypes.named(), Tally.KIND.evolve(), Tally.KIND.table());

        assertThatThrownBy(() -> store.write(tx -> tx.record(nameless, stream, null, "me", List.of(new Counted(1)))))
                .isInstanceOf(IllegalStateException.class);
    }

    private Stored<Tally> record(@Nullable Stored<Tally> before, Tally.Event... events) {
        return store.write(tx -> tx.record(Tally.KIND, stream, before, "me", List.of(events)));
    }

    private void claim(String instance, String kind, String value) {
        store.write(tx -> {
            tx.claim(instance, kind, value, () -> new IllegalStateException("taken"));
            return tx;
        });
    }

    private void release(String value) {
        store.write(tx -> {
            tx.release(instance, "names", value);
            return tx;
        });
    }
}
