package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.crypto.KeyRotation;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.postgres.PostgresAddress;
import dev.ostiary.store.postgres.PostgresStore;
import dev.ostiary.store.sqlite.SqliteFile;
import dev.ostiary.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;

/** {@code rotate-key}: a new master key, while the server runs. */
final class RotateKey {
    private static final String RETIRED = "master.key.old";

    private RotateKey() {}

    /** @throws IOException when it can't be done; the message says why, and running it again goes on from there */
    static void run(Settings settings, PrintStream out) throws IOException {
        if (settings.postgres().isPresent()) {
            shared(settings.postgres().get(), settings, out);
            return;
        }
        try (DataFolder data = DataFolder.maintain(settings.data())) {
            data.requireNotMoved();
            if (!new SqliteFile(data.database()).schema().isCurrent()) {
                throw new IOException("the database is of another version: use the version that the server runs");
            }
            if (settings.masterKey().isEmpty()) {
                inFile(data, settings, out);
            } else {
                try (Store store = store(data)) {
                    given(store, settings, out);
                }
            }
        } catch (KeyRotation.NotOurKey unknown) {
            throw new IOException(unknown.getMessage() + "; nothing was changed", unknown);
        }
    }

    private static void inFile(DataFolder data, Settings settings, PrintStream out) throws IOException {
        MasterKeys before = data.masterKeys(settings);
        requireAll(data, before);
        Keyring ring = KeyRotation.announce(data.keyFile());
        int rewrapped = rewrap(data, ring);
        KeyRotation.retire(data.keyFile(), data.path(RETIRED));
        out.println("Rotated: " + rewrapped + " data keys are under master key "
                + ring.current().id() + " now.");
        out.println("  " + data.path("master.key") + " has the new key: keep a copy of it apart from the database.");
        out.println("  " + data.path(RETIRED) + " has the old ones: backups made before need them; then delete it.");
    }

    /** Servers that share a database have no file in common: the keys are in their settings. */
    private static void shared(PostgresAddress address, Settings settings, PrintStream out) throws IOException {
        if (settings.masterKey().isEmpty()) {
            throw new IOException("servers share this data: set master-key and previous-master-key");
        }
        try (Store store = PostgresStore.open(address, 1, InstantSource.system(), StoreMetrics.unread())) {
            given(store, settings, out);
        } catch (KeyRotation.NotOurKey unknown) {
            throw new IOException(unknown.getMessage() + "; nothing was changed", unknown);
        }
    }

    private static void given(Store store, Settings settings, PrintStream out) {
        Keyring ring = DataFolder.given(settings);
        out.println("Rotated: " + KeyRotation.rewrap(store, ring) + " data keys were wrapped anew under master key "
                + ring.current().id() + ", the one that is set as master-key.");
        out.println("  Servers and backups made from now on do without previous-master-key.");
    }

    /** A new key must not be announced where not even the old one fits. */
    private static void requireAll(DataFolder data, MasterKeys keys) {
        try (Store store = store(data)) {
            KeyRotation.require(store, keys.known());
        }
    }

    private static int rewrap(DataFolder data, Keyring ring) {
        try (Store store = store(data)) {
            return KeyRotation.rewrap(store, ring);
        }
    }

    private static Store store(DataFolder data) {
        return new SqliteStore(data.database(), 1, InstantSource.system(), StoreMetrics.unread());
    }
}
