package dev.ostiary.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** The key that wraps every instance's data key. 32 bytes, base64 in text. */
public final class MasterKey {
    private static final int BYTES = 32;

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException when the text is not 32 bytes in base64 */
    public static MasterKey parse(String base64) {
        byte[] key = decode(base64.strip());
        if (key.length != BYTES) {
            throw new IllegalArgumentException("the master key must be 32 bytes in base64, this one has " + key.length);
        }
        return new MasterKey(key);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the master key must be 32 bytes in base64, this one is none", e);
        }
    }

    /** Reads the key from a file that only its owner can read, making it first when there is none. */
    public static MasterKey readOrCreate(Path file) throws IOException {
        if (Files.notExists(file)) {
            String fresh = Base64.getEncoder().encodeToString(Secrets.bytes(BYTES)) + "\n";
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, fresh, StandardOpenOption.SYNC);
        }
        return parse(Files.readString(file));
    }

    byte[] wrap(byte[] dataKey, byte[] associated) {
        return AesGcm.encrypt(key, dataKey, associated);
    }

    byte[] unwrap(byte[] wrapped, byte[] associated) {
        return AesGcm.decrypt(key, wrapped, associated);
    }
}
