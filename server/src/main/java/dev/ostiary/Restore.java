package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.crypto.Keyring;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code restore FILE}: puts a backup into a data folder that no server uses, if it passes every check. */
final class Restore {
    private static final List<String> DATABASE_FILES =
            List.of("ostiary.db", "ostiary.db-wal", "ostiary.db-shm", DataFolder.MOVED);

    private Restore() {}

    /**
     * @param force whether a database that is there may be put aside
     * @throws IOException when nothing was restored; the message says why
     */
    static void run(Settings settings, Path backup, boolean force, PrintStream out) throws IOException {
        DataFolder.requireFile(settings);
        if (!Files.isRegularFile(backup)) {
            throw new IOException(backup + " is no file");
        }
        try (DataFolder data = DataFolder.open(settings.data())) {
            if (Files.exists(data.database()) && !force) {
                throw new IOException(settings.data().toAbsolutePath()
                        + " has a database; --force puts it aside and restores all the same");
            }
            Keyring keys = data.existingKeys(settings).known();
            Path copy = data.path("ostiary.db.restoring");
            try {
                copy(backup, copy);
                new CopyCheck(out, "nothing was restored").file(copy, keys);
                putAside(data, out);
                Files.move(copy, data.database(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(copy);
            }
            out.println("Restored to " + data.database() + ".");
        }
    }

    private static void copy(Path backup, Path copy) throws IOException {
        Files.deleteIfExists(copy);
        Files.createFile(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel from = FileChannel.open(backup, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            for (long done = 0; done < from.size(); ) {
                done += from.transferTo(done, from.size() - done, to);
            }
            to.force(true);
        }
    }

    /** A journal that stays behind would be taken for the new database's own. */
    private static void putAside(DataFolder data, PrintStream out) throws IOException {
        if (DATABASE_FILES.stream().map(data::path).noneMatch(Files::exists)) {
            return;
        }
        Path aside = Files.createTempDirectory(data.path("").toAbsolutePath(), "replaced-");
        for (String name : DATABASE_FILES) {
            if (Files.exists(data.path(name))) {
                Files.move(data.path(name), aside.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        out.println("The database that was there is in " + aside + " now.");
    }
}
