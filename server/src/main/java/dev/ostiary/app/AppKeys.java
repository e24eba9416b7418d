package dev.ostiary.app;

import dev.ostiary.app.App.Key;
import dev.ostiary.app.AppEvent.KeyAdded;
import dev.ostiary.app.AppEvent.KeyRemoved;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.time.Instant;
import java.util.List;

/** The rules of the keys with which applications prove who they are. */
final class AppKeys {
    private final Ids ids;

    AppKeys(Ids ids) {
        this.ids = ids;
    }

    /**
     * @param publicKey X.509 SubjectPublicKeyInfo, base64
     * @return the application, whose last key is the new one
     */
    Stored<App> add(Transaction tx, Stored<App> app, String actor, String publicKey, Instant expiresAt) {
        if (!app.state().config().usesKeys()) {
            throw Problem.precondition("COMMAND-Dff54", "Errors.Project.App.AuthMethodNoPrivateKeyJWT");
        }
        Key key = new Key(ids.next(), publicKey, tx.now(), expiresAt);
        return tx.record(Apps.KIND, app.stream(), app, actor, List.of(new KeyAdded(key)));
    }

    /** Takes a key away; what it signs proves nothing from now on. */
    Stored<App> remove(Transaction tx, Stored<App> app, String actor, String keyId) {
        find(app, keyId);
        return tx.record(Apps.KIND, app.stream(), app, actor, List.of(new KeyRemoved(keyId)));
    }

    static Key find(Stored<App> app, String keyId) {
        return app.state().keys().stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("QUERY-Tha6f", "Errors.AuthNKey.NotFound"));
    }
}
