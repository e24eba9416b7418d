package dev.ostiary.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.store.Ids;
import dev.ostiary.store.PerInstance;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.util.List;

/**
 * The keys each instance signs its tokens with: at first two RSA keys of 2048 bits for RS256, of which the first signs.
 *
 * <p>The second key is published from the beginning, so that clients that cache the key set know it when it is its turn. Parsed keys
 * are kept in memory until one of the instance's keys changes.
 */
public final class SigningKeys {
    private final Store store;
    private final WebKeys keys;
    private final PerInstance<InstanceKeys> parsed;

    public SigningKeys(Store store, Vault vault, Ids ids) {
        this.store = store;
        this.keys = new WebKeys(vault, ids);
        this.parsed = new PerInstance<>(store, WebKeys.TYPE, this::load);
    }

    /** Makes the keys of a new instance. Takes some tenths of a second: call it before the transaction that {@link #create} is part of. */
    public List<JWK> generate() {
        return List.of(keys.generate(KeyKind.STANDARD), keys.generate(KeyKind.STANDARD));
    }

    /**
     * Gives an instance keys; the first one it ever gets signs from now on.
     *
     * @param generated what {@link #generate} made
     */
    public void create(Transaction tx, String instance, String actor, List<JWK> generated) {
        generated.forEach(key -> keys.add(tx, instance, actor, key));
    }

    /** Returns an instance's keys, making them first where it has none. */
    public InstanceKeys of(String instance) {
        return parsed.of(instance);
    }

    private InstanceKeys load(String instance) {
        List<Stored<WebKey>> stored = store.read(sql -> keys.all(sql, instance));
        if (stored.isEmpty()) {
            List<JWK> generated = generate();
            stored = store.write(tx -> createWhereNone(tx, instance, generated));
        }
        return InstanceKeys.of(
                stored.stream()
                        .filter(key -> key.state().isActive())
                        .findFirst()
                        .map(keys::open)
                        .orElseThrow(() -> new IllegalStateException("instance " + instance + " has no active key")),
                stored.stream().map(key -> key.state().parsed()).toList());
    }

    private List<Stored<WebKey>> createWhereNone(Transaction tx, String instance, List<JWK> generated) {
        if (keys.all(tx.sql(), instance).isEmpty()) {
            create(tx, instance, "", generated);
        }
        return keys.all(tx.sql(), instance);
    }
}
