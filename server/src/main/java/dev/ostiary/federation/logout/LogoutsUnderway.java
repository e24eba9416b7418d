package dev.ostiary.federation.logout;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.logout.UpstreamSessions.Kept;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Browsers that signed out here and have yet to sign out at a provider. Where one goes in the end was checked before, and is kept here, so
 * that no address which comes along on the way counts.
 */
public final class LogoutsUnderway {
    /** The page that sends the browser on to the provider. */
    public static final String PAGE = "/ui/login/logout/externalidp";

    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final int BATCH = 500;

    private final Vault vault;
    private final IdentityProviders providers;
    private final UpstreamSessions sessions;

    public LogoutsUnderway(Vault vault, IdentityProviders providers) {
        this.vault = vault;
        this.providers = providers;
        this.sessions = new UpstreamSessions(vault);
    }

    /**
     * What is kept.
     *
     * @param target where the browser goes in the end
     */
    record Underway(Kept upstream, String target) {
        @Override
        public String toString() {
            return "Underway[" + upstream + "]";
        }
    }

    /**
     * Returns where a browser goes whose session is about to end: to {@link #PAGE} where the session came from a provider at which the person
     * is to be signed out, too, else to the target. Whoever ends the session calls this before, in the same transaction.
     *
     * @param target where the browser goes in the end; it has been checked
     */
    public String way(Transaction tx, String instance, String session, String target) {
        return begin(tx, instance, session, target)
                .map(state -> PAGE + "?state=" + state)
                .orElse(target);
    }

    /** @return an unguessable text that names the logout; empty when there is none */
    Optional<String> begin(Transaction tx, String instance, String session, String target) {
        return sessions.find(tx.sql(), instance, session)
                .filter(kept -> providers
                        .find(tx.sql(), instance, kept.idp())
                        .filter(provider -> ProviderLogouts.isOn(tx.sql(), provider))
                        .isPresent())
                .map(kept -> keep(tx, instance, new Underway(kept, target)));
    }

    private String keep(Transaction tx, String instance, Underway underway) {
        String state = Secrets.token();
        String hash = Secrets.hash(state);
        tx.sql()
                .execute(
                        "insert into upstream_logouts (instance, state, sealed, expires_at) values (?, ?, ?, ?)",
                        instance,
                        hash,
                        vault.seal(instance, place(hash), Json.write(underway)),
                        Micros.of(tx.now().plus(LIFETIME)));
        return state;
    }

    Optional<Underway> find(Handle sql, String instance, String state, Instant now) {
        String hash = Secrets.hash(state);
        return sql.select(
                        "select sealed from upstream_logouts where instance = ? and state = ? and expires_at > ?",
                        instance,
                        hash,
                        Micros.of(now))
                .mapTo(String.class)
                .findOne()
                .map(kept -> Json.read(vault.open(instance, place(hash), kept), Underway.class));
    }

    static void over(Transaction tx, String instance, String state) {
        tx.sql()
                .execute(
                        "delete from upstream_logouts where instance = ? and state = ?", instance, Secrets.hash(state));
    }

    /**
     * Deletes some hundred that are too old. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        return tx.sql().execute("""
                        delete from upstream_logouts where (instance, state) in
                          (select instance, state from upstream_logouts where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
    }

    private static String place(String hash) {
        return "upstream_logout/" + hash;
    }
}
