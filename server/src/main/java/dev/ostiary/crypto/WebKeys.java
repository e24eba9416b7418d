package dev.ostiary.crypto;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rules of signing keys. An instance that has keys has exactly one active one. */
public final class WebKeys {
    static final String TYPE = "web_key";
    private static final WebKeyTable TABLE = new WebKeyTable();
    public static final StreamKind<WebKey, WebKeyEvent> KIND =
            new StreamKind<>(TYPE, WebKeyEvent.TYPES, WebKey::evolve, TABLE);

    private final Vault vault;
    private final Ids ids;

    public WebKeys(Vault vault, Ids ids) {
        this.vault = vault;
        this.ids = ids;
    }

    /** Makes a key pair that can be added. May take seconds: call it before the transaction. */
    public JWK generate(KeyKind kind) {
        return kind.generate(ids.next());
    }

    /** Returns an instance's keys, oldest first. */
    public List<Stored<WebKey>> all(Handle sql, String instance) {
        return TABLE.all(sql, instance);
    }

    public Optional<Stored<WebKey>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /**
     * Publishes a key. It signs from now on if it is the instance's first.
     *
     * @param pair what {@link #generate} made
     */
    public Stored<WebKey> add(Transaction tx, String instance, String actor, JWK pair) {
        boolean first = active(tx.sql(), instance).isEmpty();
        WebKeyEvent added = new WebKeyEvent.Added(
                pair.toPublicJWK().toJSONString(), vault.seal(instance, place(pair.getKeyID()), pair.toJSONString()));
        return tx.record(
                KIND,
                KIND.stream(instance, pair.getKeyID(), instance),
                null,
                actor,
                first ? List.of(added, new WebKeyEvent.Activated()) : List.of(added));
    }

    /** Lets a key sign from now on, instead of the one that did. Changes nothing when it does already. */
    public Stored<WebKey> activate(Transaction tx, Stored<WebKey> next, String actor) {
        if (next.state().isActive()) {
            return next;
        }
        active(tx.sql(), next.stream().instance())
                .ifPresent(active ->
                        tx.record(KIND, active.stream(), active, actor, List.of(new WebKeyEvent.Deactivated())));
        return tx.record(KIND, next.stream(), next, actor, List.of(new WebKeyEvent.Activated()));
    }

    /**
     * Removes a key for good: what it signed is not accepted any more.
     *
     * @param key not the active one
     */
    public Stored<WebKey> remove(Transaction tx, Stored<WebKey> key, String actor) {
        if (key.state().isActive()) {
            throw new IllegalArgumentException("without its active key an instance can't sign");
        }
        return tx.record(KIND, key.stream(), key, actor, List.of(new WebKeyEvent.Removed()));
    }

    /** Returns the whole key, with its private part. */
    JWK open(Stored<WebKey> key) {
        return WebKey.parse(
                vault.open(key.stream().instance(), place(key.id()), key.state().sealedKey()));
    }

    private static Optional<Stored<WebKey>> active(Handle sql, String instance) {
        return TABLE.all(sql, instance).stream()
                .filter(key -> key.state().isActive())
                .findFirst();
    }

    private static String place(String keyId) {
        return "web_key/" + keyId;
    }
}
