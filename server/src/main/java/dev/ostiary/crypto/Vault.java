package dev.ostiary.crypto;

import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals secrets for storage: AES-256-GCM under a data key per instance, which is wrapped by the master key.
 *
 * <p>A sealed value is bound to its place (its associated data): moved to another row it can't be opened.
 */
public final class Vault {
    private static final byte FORMAT = 1;

    private final Store store;
    private final MasterKey master;
    private final Map<String, byte[]> dataKeys = new ConcurrentHashMap<>();

    public Vault(Store store, MasterKey master) {
        this.store = store;
        this.master = master;
    }

    /** Makes the data key of a new instance. */
    public void create(Transaction tx, String instance) {
        byte[] wrapped = master.wrap(Secrets.bytes(32), utf8("data-key/" + instance));
        tx.sql()
                .execute(
                        "insert into data_keys (instance, wrapped) values (?, ?)",
                        instance,
                        Base64.getEncoder().encodeToString(wrapped));
        dataKeys.put(instance, unwrap(instance, wrapped));
    }

    /** Whether the master key is the one under which this instance's data key was wrapped. */
    public boolean opens(String instance) {
        try {
            return dataKey(instance).length > 0;
        } catch (AesGcm.Tampered otherMasterKey) {
            return false;
        }
    }

    /**
     * @param place where the value will be kept, such as {@code idp/123/clientSecret}
     * @return base64url text
     */
    public String seal(String instance, String place, String plain) {
        byte[] sealed = AesGcm.encrypt(dataKey(instance), utf8(plain), utf8(place));
        byte[] out = new byte[sealed.length + 1];
        out[0] = FORMAT;
        System.arraycopy(sealed, 0, out, 1, sealed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out);
    }

    /** @throws IllegalStateException when it was sealed by something newer; a value that was changed or moved can't be opened either */
    public String open(String instance, String place, String sealed) {
        byte[] in = Base64.getUrlDecoder().decode(sealed);
        if (in[0] != FORMAT) {
            throw new IllegalStateException("sealed value of an unknown format");
        }
        byte[] plain = AesGcm.decrypt(dataKey(instance), Arrays.copyOfRange(in, 1, in.length), utf8(place));
        return new String(plain, StandardCharsets.UTF_8);
    }

    /** Like {@link #open}, for a value that somebody else kept and gave back: empty when it isn't what we sealed for this place. */
    public Optional<String> openReturned(String instance, String place, String sealed) {
        byte[] in;
        try {
            in = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (in.length <= AesGcm.OVERHEAD || in[0] != FORMAT) {
            return Optional.empty();
        }
        try {
            return Optional.of(open(instance, place, sealed));
        } catch (AesGcm.Tampered notOurs) {
            return Optional.empty();
        }
    }

    private byte[] dataKey(String instance) {
        byte[] cached = dataKeys.get(instance);
        if (cached != null) {
            return cached;
        }
        String wrapped = store.read(sql -> sql.select("select wrapped from data_keys where instance = ?", instance)
                .mapTo(String.class)
                .one());
        byte[] key = unwrap(instance, Base64.getDecoder().decode(wrapped));
        dataKeys.put(instance, key);
        return key;
    }

    private byte[] unwrap(String instance, byte[] wrapped) {
        return master.unwrap(wrapped, utf8("data-key/" + instance));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
