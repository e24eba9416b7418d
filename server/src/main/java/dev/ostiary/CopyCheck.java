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

/** Checks that a copy of a database is whole and can be used, and prints a line for each check. */
final class CopyCheck {
    private static final int MOST_SHOWN = 10;

    private final PrintStream out;
    private final String outcome;

    /** @param outcome what comes of a check that fails, such as "nothing was restored" */
    CopyCheck(PrintStream out, String outcome) {
        this.out = out;
        this.outcome = outcome;
    }

    /**
     * Checks a file, and brings its tables to this version.
     *
     * @throws IOException at the first check that fails; what is wrong was printed
     */
    void file(Path copy, Keyring keys) throws IOException {
        SqliteFile file = new SqliteFile(copy);
        result("file", file.damage(), "every page and index is sound");
        SqliteFile.Schema schema = file.schema();
        result(
                "version",
                schema.faults(),
                schema.applied() + " migrations, all known here; " + schema.pending() + " newer ones to apply");
        try (Store store = new SqliteStore(copy, 1, InstantSource.system(), StoreMetrics.unread())) {
            List<String> foreign = store.read(sql -> foreign(sql, keys));
            masterKey(foreign);
            history(store.read(CopyCheck::replay));
        }
    }

    /** @throws IOException when a row isn't what its events tell; which was printed */
    void history(Handle sql) throws IOException {
        history(replay(sql));
    }

    /** @throws IOException when it is another one; the instances were printed */
    void masterKey(Handle sql, Keyring keys) throws IOException {
        masterKey(foreign(sql, keys));
    }

    private void masterKey(List<String> foreign) throws IOException {
        result("master key", foreign, "it opens the secrets of every instance");
    }

    private void history(Replay.Result history) throws IOException {
        result(
                "history",
                history.differences().stream().map(Replay.Difference::toString).toList(),
                history.events() + " events of " + history.streams()
                        + " resources without a gap, and every row is what they tell");
    }

    private static List<String> foreign(Handle sql, Keyring keys) {
        return KeyRotation.foreign(sql, keys).stream()
                .map(instance -> "it does not open the secrets of instance " + instance)
                .toList();
    }

    private static Replay.Result replay(Handle sql) {
        Replay replay = new Replay(StreamKinds.ALL, StreamKinds.SWEPT);
        return Replay.instances(sql).stream()
                .map(instance -> replay.run(sql, instance))
                .reduce(new Replay.Result(0, 0, List.of()), Replay.Result::plus);
    }

    /**
     * Prints what a check came to.
     *
     * @throws IOException when there are faults
     */
    void result(String check, List<String> faults, String good) throws IOException {
        if (faults.isEmpty()) {
            out.println("ok      " + check + ": " + good);
            return;
        }
        faults.stream().limit(MOST_SHOWN).forEach(fault -> out.println("failed  " + check + ": " + fault));
        if (faults.size() > MOST_SHOWN) {
            out.println("failed  " + check + ": and " + (faults.size() - MOST_SHOWN) + " more");
        }
        throw new IOException("the copy can't be used; " + outcome);
    }
}
