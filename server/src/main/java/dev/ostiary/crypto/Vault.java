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
    private static final int READ_AGAIN = 2;

    private final Store store;
    private final MasterKeys masters;
    private final Map<String, byte[]> dataKeys = new ConcurrentHashMap<>();

    public Vault(Store store, MasterKeys masters) {
        this.store = store;
        this.masters = masters;
    }

    /**
     * Makes the data key of a new instance.
     *
     * <p>The master keys are read anew inside the transaction: a rotation that goes on at this moment either finds the new row, or has
     * announced its key before.
     */
    public void create(Transaction tx, String instance) {
        byte[] key = Secrets.bytes(32);
        DataKeyTable.insert(tx.sql(), instance, masters.fresh().wrap(key, KeyRotation.place(instance)));
        dataKeys.put(instance, key);
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
        byte[] key = unwrapped(instance);
        dataKeys.put(instance, key);
        return key;
    }

    /** What can't be opened may be under a key that came with a rotation since the keys, or the row, were read. */
    private byte[] unwrapped(String instance) {
        byte[] place = KeyRotation.place(instance);
        Optional<byte[]> key = masters.known().unwrap(row(instance), place);
        for (int again = 0; key.isEmpty() && again < READ_AGAIN; again++) {
            key = masters.fresh().unwrap(row(instance), place);
        }
        return key.orElseThrow(() -> new AesGcm.Tampered(new KeyRotation.NotOurKey(instance)));
    }

    private String row(String instance) {
        return store.read(sql -> DataKeyTable.find(sql, instance));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
