package dev.ostiary.crypto;

import dev.ostiary.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Puts a new master key in the place of the old one while servers run: {@link #announce}, {@link #rewrap}, {@link #retire}, in this
 * order. After each step all data keys can be opened with what the key file holds, so a rotation that broke off is simply run again: it
 * goes on with the key that it had made. See {@code docs/decisions/master-key-rotation.md}.
 */
public final class KeyRotation {
    private KeyRotation() {}

    /** Makes a new key and puts it before the old one; does nothing when a rotation was begun and not ended. */
    public static Keyring announce(KeyFile file) throws IOException {
        Keyring ring = file.read();
        if (ring.keys().size() == 1) {
            file.write(Keyring.of(MasterKey.generate(), ring.current()));
        }
        return file.read();
    }

    /**
     * Wraps every data key that isn't under the current master key anew, all in one transaction.
     *
     * @return how many
     * @throws NotOurKey when a data key is under a master key that is not in the ring; nothing was changed
     */
    public static int rewrap(Store store, Keyring ring) {
        return store.write(tx -> rewrap(tx.sql(), ring));
    }

    /** @throws NotOurKey when a data key is under a master key that is not in the ring */
    public static void require(Store store, Keyring ring) {
        List<String> foreign = store.read(sql -> foreign(sql, ring));
        if (!foreign.isEmpty()) {
            throw new NotOurKey(foreign.getFirst());
        }
    }

    /** Returns the instances whose data keys the ring doesn't open. */
    public static List<String> foreign(Handle sql, Keyring ring) {
        return DataKeyTable.all(sql).entrySet().stream()
                .filter(key -> !opens(ring, key.getKey(), key.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean opens(Keyring ring, String instance, String wrapped) {
        try {
            return ring.unwrap(wrapped, place(instance)).isPresent();
        } catch (AesGcm.Tampered changed) {
            return false;
        }
    }

    private static int rewrap(Handle sql, Keyring ring) {
        Map<String, String> changed = new LinkedHashMap<>();
        DataKeyTable.all(sql).forEach((instance, wrapped) -> {
            byte[] place = place(instance);
            if (!ring.isCurrent(wrapped)) {
                byte[] dataKey = ring.unwrap(wrapped, place).orElseThrow(() -> new NotOurKey(instance));
                changed.put(instance, ring.wrap(dataKey, place));
            }
        });
        changed.forEach((instance, wrapped) -> DataKeyTable.replace(sql, instance, wrapped));
        return changed.size();
    }

    /**
     * Takes the old keys out of the file and adds them to another one, for backups that were made before.
     *
     * @param retired gets the old keys; those that it has are kept
     */
    public static void retire(KeyFile file, Path retired) throws IOException {
        Keyring ring = file.read();
        List<MasterKey> old = ring.keys().subList(1, ring.keys().size());
        if (old.isEmpty()) {
            return;
        }
        KeyFile shelf = new KeyFile(retired);
        List<MasterKey> kept = new ArrayList<>(old);
        if (shelf.exists()) {
            shelf.read().keys().stream().filter(key -> !contains(old, key)).forEach(kept::add);
        }
        shelf.write(new Keyring(kept));
        file.write(Keyring.of(ring.current()));
    }

    private static boolean contains(List<MasterKey> keys, MasterKey key) {
        return keys.stream().anyMatch(each -> each.id().equals(key.id()));
    }

    static byte[] place(String instance) {
        return ("data-key/" + instance).getBytes(StandardCharsets.UTF_8);
    }

    /** A data key is under a master key that is not known. */
    public static final class NotOurKey extends RuntimeException {
        NotOurKey(String instance) {
            super("the data key of instance " + instance + " is under another master key", null, false, false);
        }
    }
}
