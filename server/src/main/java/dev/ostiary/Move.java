package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.store.move.Transfer;
import dev.ostiary.store.move.Transfer.Comparison;
import dev.ostiary.store.postgres.PostgresAddress;
import dev.ostiary.store.postgres.PostgresTarget;
import dev.ostiary.store.sqlite.SqliteFile;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * {@code move}: takes the data of a file into an empty PostgreSQL database. Most of it while the server runs; then it waits until the server
 * has been stopped, brings over what changed since, and compares every row. All of it is one transaction there, so that a move that
 * breaks off leaves nothing, and no server starts on half of it.
 */
final class Move {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int LOOKS_UNTIL_A_SIGN_OF_LIFE = 100;

    private final Settings settings;
    private final PostgresAddress address;
    private final DataFolder data;
    private final PrintStream out;
    private final Progress progress;
    private final CopyCheck check;

    private Move(Settings settings, PostgresAddress address, DataFolder data, PrintStream out) {
        this.settings = settings;
        this.address = address;
        this.data = data;
        this.out = out;
        this.progress = new Progress(out, Progress.isTerminal());
        this.check = new CopyCheck(out, "nothing was moved");
    }

    /**
     * @param address where to
     * @throws IOException when nothing was moved; the message says why
     */
    static void run(Settings settings, PostgresAddress address, PrintStream out) throws IOException {
        try (DataFolder data = DataFolder.maintain(settings.data())) {
            new Move(settings, address, data, out).run();
        }
    }

    private void run() throws IOException {
        SqliteFile file = new SqliteFile(data.database());
        requireCurrent(file);
        try (PostgresTarget target = PostgresTarget.open(address);
                Handle source = file.reader()) {
            Keyring keys = keys(source);
            try {
                Transfer transfer = new Transfer(source.getConnection(), target.connection(), progress);
                copy(transfer);
                try (DataFolder free = whenNoServerRuns(target)) {
                    requireCurrent(file);
                    finish(transfer, source, target, keys);
                    hand(free, target);
                }
            } catch (SQLException e) {
                throw target.failure(e);
            } catch (JdbiException e) {
                throw new IOException("the copy can't be read; nothing was moved", e);
            }
        }
    }

    private static void requireCurrent(SqliteFile file) throws IOException {
        if (!file.schema().isCurrent()) {
            throw new IOException("the database is of another version: use the version that the server runs");
        }
    }

    private Keyring keys(Handle source) throws IOException {
        Keyring keys = data.existingKeys(settings).known();
        if (settings.masterKey().isEmpty() && keys.keys().size() > 1) {
            throw new IOException("a rotation of the master key was begun: end it with rotate-key first");
        }
        check.masterKey(source, keys);
        return keys;
    }

    private void copy(Transfer transfer) throws SQLException {
        progress.begin("copying");
        transfer.copy();
        out.println("Copied " + progress.end() + " rows.");
    }

    /** Keeps every server from starting on the folder until it is closed. */
    private DataFolder whenNoServerRuns(PostgresTarget target) throws IOException, SQLException {
        Optional<DataFolder> free = DataFolder.openIfFree(settings.data());
        if (free.isEmpty()) {
            out.println("Stop the server that uses " + settings.data().toAbsolutePath()
                    + " now (SIGTERM): what changed meanwhile is copied when it has ended.");
            out.flush();
        }
        for (int looks = 1; free.isEmpty(); looks++) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            if (looks % LOOKS_UNTIL_A_SIGN_OF_LIFE == 0) {
                target.keepAlive();
            }
            free = DataFolder.openIfFree(settings.data());
        }
        return free.get();
    }

    private void finish(Transfer transfer, Handle source, PostgresTarget target, Keyring keys)
            throws IOException, SQLException {
        progress.begin("comparing");
        long changed = transfer.align();
        progress.end();
        out.println("Brought over " + changed + " changes.");
        target.prepareQueries();
        progress.begin("checking");
        List<Comparison> compared = transfer.compare();
        progress.end();
        for (Comparison table : compared) {
            check.result(
                    table.table(),
                    table.differences() == 0
                            ? List.of()
                            : List.of(table.differences() + " rows are not the same in both databases"),
                    table.rows() + " rows, the same in both databases");
        }
        check.masterKey(Jdbi.open(target.connection()), keys);
        check.history(source); // every row was found to be the same there, and here a look-up costs no round trip
    }

    /** From here on the file is history. Noted before the commit: two servers on two databases would be worse than none on either. */
    private void hand(DataFolder free, PostgresTarget target) throws IOException {
        free.noteMove(address.toString());
        try {
            target.commit();
        } catch (SQLException e) {
            throw new IOException(
                    "it isn't known whether " + address
                            + " has the data now: run the command again, which then finds out",
                    e);
        }
        out.println("Moved to " + address + ".");
        out.println("  Start servers with OSTIARY_STORE set as it is for this command, and the same master key"
                + (settings.masterKey().isEmpty()
                        ? ", which is in " + data.path("master.key").toAbsolutePath()
                                + ": it is found there with the same --data, or set OSTIARY_MASTER_KEY to it."
                        : "."));
        out.println("  The file stays where it is, and no server starts on it any more: "
                + data.path(DataFolder.MOVED).toAbsolutePath() + " says why.");
    }
}
