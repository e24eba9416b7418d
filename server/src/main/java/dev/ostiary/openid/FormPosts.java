package dev.ostiary.openid;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that the browser will post to the application (OAuth 2.0 Form Post Response Mode).
 *
 * <p>The login pages can only redirect. So the answer waits here, sealed, under a ticket that only this browser gets, for it to fetch the
 * form once.
 */
final class FormPosts {
    static final String PATH = "/oauth/v2/authorize/callback";
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final Vault vault;

    FormPosts(Vault vault) {
        this.vault = vault;
    }

    /**
     * An answer.
     *
     * @param fields what the form carries
     */
    record FormPost(String redirectUri, Map<String, String> fields) {
        @Override
        public String toString() {
            return "FormPost[" + redirectUri + "]";
        }
    }

    /** Keeps an answer, and returns the path where the browser finds it. */
    String keep(Transaction tx, String instance, FormPost answer) {
        String ticket = Secrets.token();
        String hash = Secrets.hash(ticket);
        tx.sql()
                .execute(
                        "insert into form_posts (instance, hash, expires_at, sealed) values (?, ?, ?, ?)",
                        instance,
                        hash,
                        Micros.of(tx.now().plus(LIFETIME)),
                        vault.seal(instance, place(hash), Json.write(answer)));
        return PATH + "?ticket=" + ticket;
    }

    /** Takes an answer out; it is found once. */
    Optional<FormPost> take(Transaction tx, String instance, String ticket) {
        String hash = Secrets.hash(ticket);
        Optional<FormPost> kept = tx.sql()
                .select(
                        "select sealed from form_posts where instance = ? and hash = ? and expires_at > ?",
                        instance,
                        hash,
                        Micros.of(tx.now()))
                .mapTo(String.class)
                .findOne()
                .map(json -> Json.read(vault.open(instance, place(hash), json), FormPost.class));
        tx.sql().execute("delete from form_posts where instance = ? and hash = ?", instance, hash);
        return kept;
    }

    private static String place(String hash) {
        return "form_post/" + hash;
    }
}
