package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.crypto.KeyFile;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKey;
import dev.ostiary.crypto.MasterKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The folder of a server's data. One server uses it at a time; what is secret in it is readable by its owner alone. */
final class DataFolder implements AutoCloseable {
    private static final String TOKEN = "admin.pat";
    private static final String KEY = "admin-key.json";
    private static final String DATABASE = "ostiary.db";

    /** Says where the data went; no server starts on what stayed behind. */
    static final String MOVED = "moved.txt";

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder for a server, making it where there is none.
     *
     * @throws IOException when it can't be made or written to, or another server uses it; the message says which
     */
    static DataFolder open(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return openIfFree(folder).orElseThrow(() -> new IOException("another server uses " + folder.toAbsolutePath()));
    }

    /**
     * The same where another server may use it, which then is no error.
     *
     * @return empty when another server uses it
     */
    static Optional<DataFolder> openIfFree(Path folder) throws IOException {
        return lock(folder, "lock").map(lock -> new DataFolder(folder, lock));
    }

    /**
     * Opens the folder for maintenance beside a server that may run on it.
     *
     * @throws IOException when it has no database, or somebody else maintains it; the message says which
     */
    static DataFolder maintain(Path folder) throws IOException {
        if (Files.notExists(folder.resolve(DATABASE))) {
            throw new IOException("there is no database in " + folder.toAbsolutePath());
        }
        return lock(folder, "maintenance.lock")
                .map(lock -> new DataFolder(folder, lock))
                .orElseThrow(() -> new IOException("a backup, a rotation or a move uses " + folder.toAbsolutePath()));
    }

    /** @throws IOException when the data is in PostgreSQL */
    static void requireFile(Settings settings) throws IOException {
        if (settings.postgres().isPresent()) {
            throw new IOException("the data is in PostgreSQL: use its own tools, such as pg_dump and pg_restore");
        }
    }

    /** @return empty when somebody else has it */
    private static Optional<FileChannel> lock(Path folder, String name) throws IOException {
        FileChannel lockFile =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                return Optional.of(lockFile);
            }
        } catch (OverlappingFileLockException sameProcess) {
            // has it
        }
        lockFile.close();
        return Optional.empty();
    }

    /** @throws IOException when the data that was in this folder's file has been moved away; the message says where to */
    void requireNotMoved() throws IOException {
        Path moved = path(MOVED);
        if (Files.exists(moved)) {
            throw new IOException(
                    "the data was moved to " + Files.readString(moved).strip()
                            + ": set OSTIARY_STORE; or, to use what stayed behind, delete " + moved.toAbsolutePath());
        }
    }

    /** Notes where the data goes, on disk when this returns. */
    void noteMove(String to) throws IOException {
        Files.writeString(
                path(MOVED),
                to + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Path database() {
        return folder.resolve(DATABASE);
    }

    KeyFile keyFile() {
        return new KeyFile(folder.resolve("master.key"));
    }

    /**
     * The keys that the settings give, else those of the folder's own file, which is made together with the database.
     *
     * @throws IOException when there is a database and no key, or the key can't be read
     */
    MasterKeys masterKeys(Settings settings) throws IOException {
        if (settings.masterKey().isEmpty() && Files.notExists(database())) {
            keyFile().readOrCreate();
        }
        return existingKeys(settings);
    }

    /** The same where a key must be there already. */
    MasterKeys existingKeys(Settings settings) throws IOException {
        if (!settings.masterKey().isEmpty()) {
            return MasterKeys.given(given(settings));
        }
        if (!keyFile().exists()) {
            throw new IOException("the master key is missing: put it back as "
                    + folder.resolve("master.key").toAbsolutePath() + ", or set master-key");
        }
        try {
            return MasterKeys.in(keyFile());
        } catch (IllegalArgumentException notAKey) {
            throw new IOException(folder.resolve("master.key") + ": " + notAKey.getMessage(), notAKey);
        }
    }

    /** The keys that the settings give. */
    static Keyring given(Settings settings) {
        MasterKey current = MasterKey.parse(settings.masterKey());
        String previous = settings.previousMasterKey();
        return previous.isEmpty() ? Keyring.of(current) : Keyring.of(current, MasterKey.parse(previous));
    }

    /** Writes the first machine user's credentials to files that only their owner can read; or deletes them. */
    void keep(Optional<FirstStart.Credentials> credentials) {
        try {
            if (credentials.isEmpty()) {
                Files.deleteIfExists(path(TOKEN));
                Files.deleteIfExists(path(KEY));
                return;
            }
            writeSecret(TOKEN, credentials.get().personalAccessToken() + "\n");
            writeSecret(KEY, credentials.get().keyFile() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeSecret(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content, StandardOpenOption.SYNC);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
