package dev.ostiary;

import dev.ostiary.crypto.MasterKey;
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

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /** @throws IOException when it can't be made or written to, or another server uses it; the message says which */
    static DataFolder open(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock != null) {
                return new DataFolder(folder, lockFile);
            }
        } catch (OverlappingFileLockException sameProcess) {
            // told below
        }
        lockFile.close();
        throw new IOException("another server uses " + folder.toAbsolutePath());
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Path database() {
        return folder.resolve("ostiary.db");
    }

    /** @param given base64; empty to use the folder's own, made when there is none */
    MasterKey masterKey(String given) throws IOException {
        return given.isEmpty() ? MasterKey.readOrCreate(folder.resolve("master.key")) : MasterKey.parse(given);
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
