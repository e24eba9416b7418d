package dev.ostiary.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Master keys in a file that only its owner can read: one a line in base64, the current one first.
 *
 * <p>It is replaced as a whole, so that whoever reads it sees what was before or what is after, also when the power fails.
 */
public final class KeyFile {
    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * @throws IOException when it can't be read
     * @throws IllegalArgumentException when a line is no key
     */
    public Keyring read() throws IOException {
        List<MasterKey> keys = Files.readString(file)
                .lines()
                .filter(line -> !line.isBlank())
                .map(MasterKey::parse)
                .toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(file + " is empty: it must have a master key, 32 bytes in base64");
        }
        return new Keyring(keys);
    }

    /** The same, making a key first when there is no file. */
    public Keyring readOrCreate() throws IOException {
        if (!exists()) {
            write(Keyring.of(MasterKey.generate()));
        }
        return read();
    }

    void write(Keyring ring) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String lines = ring.keys().stream().map(key -> key.base64() + "\n").collect(Collectors.joining());
        try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** The new name must be on disk before anything is wrapped under the new key. */
    private void syncFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
