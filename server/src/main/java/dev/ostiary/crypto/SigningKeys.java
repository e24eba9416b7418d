package dev.ostiary.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ostiary.store.Committed;
import dev.ostiary.store.EventTypes;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * The keys each instance signs its tokens with: two RSA keys of 2048 bits for RS256, of which the first signs.
 *
 * <p>The second key is published from the beginning, so that clients that cache the key set know it when it is its turn. Parsed keys
 * are kept in memory until one of the instance's keys changes.
 */
public final class SigningKeys {
    static final String TYPE = "web_key";
    private static final WebKeyTable TABLE = new WebKeyTable();
    public static final StreamKind<WebKey, WebKey.Event> KIND = new StreamKind<>(
            TYPE,
            EventTypes.<WebKey.Event>named()
                    .with("web_key.added", WebKey.Event.Added.class)
                    .with("web_key.activated", WebKey.Event.Activated.class),
            WebKey::evolve,
            TABLE);

    private final Store store;
    private final Vault vault;
    private final Ids ids;
    private final Map<String, InstanceKeys> parsed = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    public SigningKeys(Store store, Vault vault, Ids ids) {
        this.store = store;
        this.vault = vault;
        this.ids = ids;
        store.onCommit(committed -> committed.stream()
                .map(Committed::stream)
                .filter(stream -> stream.type().equals(TYPE))
                .forEach(stream -> forget(stream.instance())));
        store.onGap(this::forgetAll);
    }

    /** Makes the keys of a new instance. Takes some tenths of a second: call it before the transaction that {@link #create} is part of. */
    public List<RSAKey> generate() {
        return List.of(pair(), pair());
    }

    private RSAKey pair() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(ids.next())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("RSA is part of every Java runtime", e);
        }
    }

    /**
     * Gives an instance its keys; the first one signs from now on.
     *
     * @param keys what {@link #generate} made
     */
    public void create(Transaction tx, String instance, String actor, List<RSAKey> keys) {
        for (RSAKey key : keys) {
            WebKey.Event added = new WebKey.Event.Added(
                    key.toPublicJWK().toJSONString(), vault.seal(instance, place(key.getKeyID()), key.toJSONString()));
            List<WebKey.Event> events =
                    key == keys.getFirst() ? List.of(added, new WebKey.Event.Activated()) : List.of(added);
            tx.record(KIND, KIND.stream(instance, key.getKeyID(), instance), null, actor, events);
        }
    }

    /** Returns an instance's keys, making them first where it has none. */
    public InstanceKeys of(String instance) {
        InstanceKeys known = parsed.get(instance);
        return known != null ? known : load(instance);
    }

    private InstanceKeys load(String instance) {
        long before = changes.get();
        List<Stored<WebKey>> stored = store.read(sql -> TABLE.all(sql, instance));
        if (stored.isEmpty()) {
            List<RSAKey> keys = generate();
            stored = store.write(tx -> createWhereNone(tx, instance, keys));
        }
        InstanceKeys keys = InstanceKeys.of(
                stored.stream()
                        .filter(key -> key.state().state() == WebKey.State.ACTIVE)
                        .findFirst()
                        .map(key -> open(instance, key))
                        .orElseThrow(() -> new IllegalStateException("instance " + instance + " has no active key")),
                stored.stream().map(key -> parse(key.state().publicKey())).toList());
        keep(instance, keys, before);
        return keys;
    }

    /** Keeps what was read, unless a key changed since: then it may be outdated already. */
    private void keep(String instance, InstanceKeys keys, long before) {
        parsed.compute(instance, (_, kept) -> changes.get() == before ? keys : kept);
    }

    private List<Stored<WebKey>> createWhereNone(Transaction tx, String instance, List<RSAKey> keys) {
        Handle sql = tx.sql();
        if (TABLE.all(sql, instance).isEmpty()) {
            create(tx, instance, "", keys);
        }
        return TABLE.all(sql, instance);
    }

    private RSAKey open(String instance, Stored<WebKey> key) {
        return parse(vault.open(instance, place(key.id()), key.state().sealedKey()))
                .toRSAKey();
    }

    private static JWK parse(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("a stored key can't be read", e);
        }
    }

    private static String place(String keyId) {
        return "web_key/" + keyId;
    }

    private void forget(String instance) {
        changes.incrementAndGet();
        parsed.remove(instance);
    }

    private void forgetAll() {
        changes.incrementAndGet();
        parsed.clear();
    }
}
