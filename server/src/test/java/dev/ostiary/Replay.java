package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.Replay.Difference;
import dev.ostiary.store.Store;
import dev.ostiary.store.StreamKind;
import java.util.List;
import java.util.Set;

/** Lets a test fail where the read tables don't tell what the events tell. */
final class Replay {
    private final dev.ostiary.store.Replay replay;

    /** @param kinds every kind that occurs: one that isn't known is a failure */
    Replay(List<StreamKind<?, ?>> kinds) {
        replay = new dev.ostiary.store.Replay(kinds, Set.of());
    }

    void assertTablesTellTheSame(Store store, String instance) {
        List<Difference> differences =
                store.read(sql -> replay.run(sql, instance)).differences();
        for (Difference difference : differences) {
            assertThat(difference.kept()).as("%s", difference).isEqualTo(difference.told());
        }
        assertThat(differences).isEmpty();
    }
}
