package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers that SAML providers have the browser post. It posts from another site, hence without cookies, so the answer waits here, sealed,
 * until the browser has followed a redirect and shown them. It is given out once.
 */
final class SamlAnswers {
    private static final Duration LIFETIME = Duration.ofMinutes(2);

    private final Store store;
    private final Vault vault;

    SamlAnswers(Store store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    /** @param message in base64, as it came */
    void keep(String instance, String state, String message) {
        String hash = Secrets.hash(state);
        String sealed = vault.seal(instance, place(hash), message);
        store.write(tx -> {
            forget(tx);
            return DirectSql.execute(
                    tx.sql(), """
                            insert into saml_answers (instance, state, expires_at, sealed) values (?, ?, ?, ?)
                            on conflict (instance, state) do update set
                              expires_at = excluded.expires_at, sealed = excluded.sealed""", instance, hash, Micros.of(tx.now().plus(LIFETIME)), sealed);
        });
    }

    private static void forget(Transaction tx) {
        DirectSql.execute(tx.sql(), """
                delete from saml_answers where (instance, state) in
                  (select instance, state from saml_answers where expires_at <= ? order by expires_at limit 20)""", Micros.of(tx.now()));
    }

    /** Takes the answer out. */
    Optional<String> take(String instance, String state) {
        String hash = Secrets.hash(state);
        return store.write(tx -> DirectSql.find(
                        tx.sql(),
                        "delete from saml_answers where instance = ? and state = ? and expires_at > ? returning sealed",
                        row -> row.getString(1),
                        instance,
                        hash,
                        Micros.of(tx.now())))
                .map(kept -> vault.open(instance, place(hash), kept));
    }

    private static String place(String hash) {
        return "saml_answer/" + hash;
    }
}
