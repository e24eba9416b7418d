package dev.ostiary.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The key that wraps every instance's data key. 32 bytes, base64 in text. */
public final class MasterKey {
    private static final int BYTES = 32;
    private static final int ID_BYTES = 8;

    private final byte[] key;
    private final String id;

    private MasterKey(byte[] key) {
        this.key = key;
        this.id = id(key);
    }

    /** Makes a new one. */
    public static MasterKey generate() {
        return new MasterKey(Secrets.bytes(BYTES));
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

    /** Reads the current key from a file that only its owner can read, making it first when there is none. */
    public static MasterKey readOrCreate(Path file) throws IOException {
        return new KeyFile(file).readOrCreate().current();
    }

    /** A name that says nothing about the key: 16 hexadecimal digits of a hash. */
    public String id() {
        return id;
    }

    /** As {@link #parse} reads it. */
    String base64() {
        return Base64.getEncoder().encodeToString(key);
    }

    byte[] wrap(byte[] dataKey, byte[] associated) {
        return AesGcm.encrypt(key, dataKey, associated);
    }

    byte[] unwrap(byte[] wrapped, byte[] associated) {
        return AesGcm.decrypt(key, wrapped, associated);
    }

    private static String id(byte[] key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("ostiary master key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash.digest(key), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
