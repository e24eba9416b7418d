package dev.ostiary.openid;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.http.Parameters;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Authorization requests that applications have pushed (RFC 9126): each is good once, for a minute, and for its application only. */
public final class PushedRequests {
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String URN = "urn:ietf:params:oauth:request_uri:";
    private static final Set<String> CREDENTIALS = Set.of("client_secret", "client_assertion", "client_assertion_type");
    /** What no value of a parameter has that may be sent more than once. */
    private static final String BETWEEN = "\n";

    private static final int BATCH = 500;

    private final Store store;

    PushedRequests(Store store) {
        this.store = store;
    }

    /** Tells whether a {@code request_uri} may be one that was issued here. */
    static boolean isOurs(String requestUri) {
        return requestUri.startsWith(URN);
    }

    /**
     * Keeps the parameters of a request, except for those that prove who the client is.
     *
     * @return the {@code request_uri} that stands for them
     */
    String add(String instance, String clientId, Parameters form) {
        Map<String, String> kept = new LinkedHashMap<>();
        form.values().forEach((name, values) -> {
            if (!CREDENTIALS.contains(name)) {
                kept.put(name, String.join(BETWEEN, values));
            }
        });
        kept.put("client_id", clientId);
        String random = Secrets.token();
        store.write(tx -> tx.sql()
                .execute(
                        "insert into pushed_requests (instance, hash, client_id, expires_at, parameters) values (?, ?, ?, ?, ?)",
                        instance,
                        Secrets.hash(random),
                        clientId,
                        Micros.of(tx.now().plus(LIFETIME)),
                        Json.write(kept)));
        return URN + random;
    }

    /** Uses up a request; empty when it is unknown, expired, used or another application's. */
    Optional<Parameters> take(String instance, String clientId, String requestUri) {
        String hash = Secrets.hash(requestUri.substring(URN.length()));
        return store.write(tx -> {
            Optional<String> parameters = tx.sql()
                    .select("""
                            select parameters from pushed_requests
                            where instance = ? and hash = ? and client_id = ? and expires_at > ?""", instance, hash, clientId, Micros.of(tx.now()))
                    .mapTo(String.class)
                    .findOne();
            parameters.ifPresent(found ->
                    tx.sql().execute("delete from pushed_requests where instance = ? and hash = ?", instance, hash));
            return parameters.map(found -> parameters(Json.readMap(found)));
        });
    }

    private static Parameters parameters(Map<String, String> kept) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        kept.forEach((name, value) -> values.put(
                name, name.equals(Resources.PARAMETER) ? List.of(value.split(BETWEEN, -1)) : List.of(value)));
        return new Parameters(values);
    }

    /**
     * Deletes some hundred whose time is over. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        return tx.sql().execute("""
                        delete from pushed_requests where (instance, hash) in
                          (select instance, hash from pushed_requests where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
    }
}
