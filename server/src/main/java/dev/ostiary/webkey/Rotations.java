package dev.ostiary.webkey;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import dev.ostiary.webkey.Rotation.Step;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the steps of {@link Rotation}. Twice at once would do no harm: what is due is decided again in the transaction that does it. */
public final class Rotations {
    private static final Logger LOG = LoggerFactory.getLogger(Rotations.class);
    private static final String ACTOR = "SYSTEM";

    /** How long tokens are good. */
    @FunctionalInterface
    public interface TokenExpiry {
        /** Returns when the last token has expired that an instance signed at a time or before. */
        Instant of(Handle sql, String instance, Instant signedAt);
    }

    /** A key pair that is made before the transaction, because making it takes long. */
    private record Made(KeyKind kind, JWK pair) {}

    private final Store store;
    private final WebKeys keys;
    private final Rotation rotation;
    private final TokenExpiry expiry;
    private final InstantSource clock;

    public Rotations(Store store, WebKeys keys, Rotation rotation, TokenExpiry expiry, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.rotation = rotation;
        this.expiry = expiry;
        this.clock = clock;
    }

    /** Does what is due in each of some instances. Where it fails it is tried again the next time. */
    public void run(List<String> instances) {
        for (String instance : instances) {
            try {
                run(instance);
            } catch (RuntimeException e) {
                LOG.warn("signing keys of instance {} will be looked at again", instance, e);
            }
        }
    }

    /** Does what is due in an instance, and what is due after that: when a key begins to sign, the next one is published at once. */
    public void run(String instance) {
        boolean more;
        do {
            List<Step> steps = store.read(sql -> due(sql, instance, clock.instant()));
            more = !steps.isEmpty() && take(instance, steps);
        } while (more);
    }

    /** Says whether anything was still due. */
    private boolean take(String instance, List<Step> steps) {
        Optional<Made> made = steps.stream()
                .filter(Step.Publish.class::isInstance)
                .map(Step.Publish.class::cast)
                .findFirst()
                .map(publish -> new Made(publish.kind(), keys.generate(publish.kind())));
        return store.write(tx -> {
            List<Step> due = due(tx.sql(), instance, tx.now());
            due.forEach(step -> take(tx, instance, step, made));
            return !due.isEmpty();
        });
    }

    private List<Step> due(Handle sql, String instance, Instant now) {
        return rotation.due(keys.all(sql, instance), signedAt -> expiry.of(sql, instance, signedAt), now);
    }

    private void take(Transaction tx, String instance, Step step, Optional<Made> made) {
        switch (step) {
            case Step.Publish(KeyKind kind) ->
                made.filter(key -> key.kind.equals(kind)).ifPresent(key -> keys.add(tx, instance, ACTOR, key.pair));
            case Step.Activate activate -> keys.activate(tx, activate.next(), ACTOR);
            case Step.Remove remove -> keys.remove(tx, remove.old(), ACTOR);
        }
    }
}
