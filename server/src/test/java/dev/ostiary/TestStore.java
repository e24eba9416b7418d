package dev.ostiary;

import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKey;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real store on a database of its own, shared by the tests of one class; each test takes a {@link #tenant} that no other test sees.
 *
 * <p>Registered as an extension it closes itself; elsewhere close it.
 */
public final class TestStore implements AfterAllCallback, AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    public final MovableClock clock = new MovableClock(START);
    public final Ids ids = new Ids(clock);
    public final Store store;
    public final Vault vault;
    private final TestDatabase database;

    public TestStore() {
        this(TestDatabase.chosen());
    }

    public TestStore(TestDatabase database) {
        this.database = database;
        store = database.open(2, clock);
        vault = new Vault(store, masterKeys(1));
    }

    /** A master key whose bytes are all the same. */
    public static MasterKey masterKey(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return MasterKey.parse(Base64.getEncoder().encodeToString(key));
    }

    /** The same as all the keys a server has. */
    public static MasterKeys masterKeys(int filling) {
        return MasterKeys.given(Keyring.of(masterKey(filling)));
    }

    /** Makes an instance that can seal secrets. */
    public Tenant tenant() {
        String id = ids.next();
        store.write(tx -> {
            vault.create(tx, id);
            return id;
        });
        return new Tenant(this, id);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
