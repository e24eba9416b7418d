package dev.ostiary.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Where a server has its master keys from. Safe for use by many threads. */
public final class MasterKeys {

    /** Reads the keys as they are now. */
    @FunctionalInterface
    private interface Source {
        Keyring read() throws IOException;
    }

    private final Source source;
    private volatile Keyring known;

    private MasterKeys(Source source) throws IOException {
        this.source = source;
        this.known = source.read();
    }

    /** Keys that stay as they are as long as the server runs. */
    public static MasterKeys given(Keyring ring) {
        try {
            return new MasterKeys(() -> ring);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys of a file that another process may change; the file must exist. */
    public static MasterKeys in(KeyFile file) throws IOException {
        return new MasterKeys(file::read);
    }

    /** The keys as they were read last. */
    public Keyring known() {
        return known;
    }

    /** Reads them anew. */
    Keyring fresh() {
        try {
            known = source.read();
        } catch (IOException e) {
            throw new UncheckedIOException("the master key can't be read", e);
        }
        return known;
    }
}
