package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.store.sqlite.SqliteFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code backup FILE}: one file with everything but the master key, as of one moment, while the server runs. */
final class Backup {
    private Backup() {}

    /** @throws IOException when there is no backup; the message says why */
    static void run(Settings settings, Path target, PrintStream out) throws IOException {
        DataFolder.requireFile(settings);
        if (Files.exists(target)) {
            throw new IOException(target + " exists; a backup overwrites nothing");
        }
        try (DataFolder data = DataFolder.maintain(settings.data())) {
            data.requireNotMoved();
            String key = data.masterKeys(settings).known().current().id();
            Path partial = target.resolveSibling(target.getFileName() + ".partial");
            copy(data.database(), partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            out.println("Backed up to " + target + ", " + Files.size(target) + " bytes.");
            out.println("  The master key is not in it. It needs key " + key + ", which is "
                    + (settings.masterKey().isEmpty()
                            ? "in " + data.path("master.key") + ": keep a copy of that file, apart from the backup."
                            : "the one that is set as master-key: keep it apart from the backup."));
        }
    }

    private static void copy(Path database, Path partial) throws IOException {
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            new SqliteFile(database).copyTo(partial);
        } catch (RuntimeException e) {
            Files.delete(partial);
            throw new IOException("the copy could not be written: " + e.getMessage(), e);
        }
        List<String> damage = new SqliteFile(partial).damage();
        if (!damage.isEmpty()) {
            Files.delete(partial);
            throw new IOException("the database is damaged: " + damage.getFirst());
        }
        try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }
}
