package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestDatabase;
import dev.ostiary.org.Orgs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTest {
    private static final String INSTANCE = "1";

    @TempDir
    Path directory;

    private final InstantSource clock = InstantSource.system();
    private final Orgs orgs = new Orgs(new Ids(clock), List.of());
    private final AtomicInteger reads = new AtomicInteger();
    private Store store;
    private Known<String, Integer> known;

    @BeforeEach
    void open() {
        store = TestDatabase.chosen(directory).open(2, clock);
        known = new Known<>(store, 2, Set.of(Orgs.KIND.type()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Tells how many reads there were with this one. */
    private int read(String instance, String key) {
        return known.of(instance, key, reads::incrementAndGet);
    }

    private void change(String instance, String name) {
        store.write(tx -> orgs.add(tx, instance, "id.example.com", "", name));
    }

    @Test
    void whatWasReadIsKnownByItsInstanceAndKey() {
        assertThat(read(INSTANCE, "a")).isEqualTo(1);
        assertThat(read(INSTANCE, "a")).isEqualTo(1);
        assertThat(read(INSTANCE, "b")).isEqualTo(2);
        assertThat(read("2", "a")).isEqualTo(3);
        assertThat(known.find(INSTANCE, "b")).contains(2);
    }

    @Test
    void aChangeIsForgottenInItsInstanceOnly() {
        read(INSTANCE, "a");
        read("2", "a");
        change("2", "Acme");

        assertThat(known.find(INSTANCE, "a")).contains(1);
        assertThat(known.find("2", "a")).isEmpty();
    }

    @Test
    void changesOfOtherTypesAreNone() {
        Known<String, Integer> others = new Known<>(store, 2, Set.of("user", "project"));
        others.of(INSTANCE, "a", () -> 1);
        change(INSTANCE, "Acme");

        assertThat(others.find(INSTANCE, "a")).contains(1);
    }

    @Test
    void whatChangedWhileItWasReadIsNotKept() {
        int outdated = known.of(INSTANCE, "a", () -> {
            change(INSTANCE, "Acme");
            return 7;
        });

        assertThat(outdated).isEqualTo(7);
        assertThat(known.find(INSTANCE, "a")).isEmpty();
    }

    @Test
    void whatIsReadWithinAnOlderReadIsNotKept() {
        store.read(sql -> {
            change(INSTANCE, "Acme");
            return read(INSTANCE, "a");
        });

        assertThat(known.find(INSTANCE, "a")).isEmpty();
    }

    @Test
    void whatIsNotThereIsAskedForAgain() {
        assertThat(known.where(INSTANCE, "a", Optional::empty)).isEmpty();
        assertThat(known.where(INSTANCE, "a", () -> Optional.of(1))).contains(1);
        assertThat(known.where(INSTANCE, "a", Optional::empty)).contains(1);
    }

    @Test
    void withTooManyItBeginsAnew() {
        read(INSTANCE, "a");
        read(INSTANCE, "b");
        read(INSTANCE, "c");

        assertThat(known.find(INSTANCE, "a")).isEmpty();
        assertThat(known.find(INSTANCE, "c")).contains(3);
    }
}
