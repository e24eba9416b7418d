package dev.ostiary;

import dev.ostiary.crypto.KeyRotation;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.store.Replay;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.sqlite.SqliteFile;
import dev.ostiary.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Checks that a copy of a database is whole and can be used, and prints a line for each check. Brings its tables to this version. */
final class CopyCheck {
    private static final int MOST_SHOWN = 10;

    private final PrintStream out;

    CopyCheck(PrintStream out) {
        this.out = out;
    }

    /** @throws IOException at the first check that fails; what is wrong was printed */
    void run(Path copy, Keyring keys) throws IOException {
        SqliteFile file = new SqliteFile(copy);
        result("file", file.damage(), "every page and index is sound");
        SqliteFile.Schema schema = file.schema();
        result(
                "version",
                schema.faults(),
                schema.applied() + " migrations, all known here; " + schema.pending() + " newer ones to apply");
        try (Store store = new SqliteStore(copy, 1, InstantSource.system(), StoreMetrics.unread())) {
            result(
                    "master key",
                    store.read(sql -> KeyRotation.foreign(sql, keys)).stream()
                            .map(instance -> "it does not open the secrets of instance " + instance)
                            .toList(),
                    "it opens the secrets of every instance");
            Replay.Result history = store.read(CopyCheck::replay);
            result(
                    "history",
                    history.differences().stream()
                            .map(Replay.Difference::toString)
                            .toList(),
                    history.events() + " events of " + history.streams()
                            + " resources without a gap, and every row is what they tell");
        }
    }

    private static Replay.Result replay(Handle sql) {
        Replay replay = new Replay(StreamKinds.ALL, StreamKinds.SWEPT);
        return Replay.instances(sql).stream()
                .map(instance -> replay.run(sql, instance))
                .reduce(new Replay.Result(0, 0, List.of()), Replay.Result::plus);
    }

    private void result(String check, List<String> faults, String good) throws IOException {
        if (faults.isEmpty()) {
            out.println("ok      " + check + ": " + good);
            return;
        }
        faults.stream().limit(MOST_SHOWN).forEach(fault -> out.println("failed  " + check + ": " + fault));
        if (faults.size() > MOST_SHOWN) {
            out.println("failed  " + check + ": and " + (faults.size() - MOST_SHOWN) + " more");
        }
        throw new IOException("the copy can't be used; nothing was restored");
    }
}
