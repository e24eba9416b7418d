package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.openid.Assertions.Unverified;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Applications that prove who they are with a key ({@code private_key_jwt}: RFC 7523 section 2.2, OpenID Connect Core section 9).
 *
 * <p>An assertion that has an id ({@code jti}) is good once, on all servers. Whatever is wrong with one, the answer is the same.
 */
public final class ClientAssertions {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final int BATCH = 500;

    private final Store store;
    private final ProjectAccess access;
    private final Requirements requirements;
    private final InstantSource clock;

    ClientAssertions(Store store, ProjectAccess access, Requirements requirements, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.requirements = requirements;
        this.clock = clock;
    }

    static boolean isSent(Parameters form) {
        return !form.all("client_assertion").isEmpty()
                || !form.all("client_assertion_type").isEmpty();
    }

    /**
     * Verifies the assertion of a request and uses it up.
     *
     * @throws OAuthProblem when it proves nothing, or the client authenticates in another way too
     */
    ClientCredentials proved(Context context, Request request, Parameters form) {
        if (form.first("client_secret").isPresent()
                || request.header("Authorization").isPresent()) {
            throw OAuthProblem.invalidRequest("a client may authenticate in one way only");
        }
        if (!form.first("client_assertion_type").orElse("").equals(TYPE)) {
            throw OAuthProblem.invalidRequest("client_assertion_type must be " + TYPE);
        }
        Unverified assertion = form.first("client_assertion")
                .flatMap(Assertions::readOfClient)
                .filter(read -> form.first("client_id").orElse(read.issuer()).equals(read.issuer()))
                .orElseThrow(ClientAssertions::refused);
        if (!isProof(context, request, assertion) || !isFirstUse(context.instanceId(), assertion)) {
            throw refused();
        }
        return ClientCredentials.proved(assertion.issuer());
    }

    private boolean isProof(Context context, Request request, Unverified assertion) {
        return store.read(sql -> access.active(sql, context.instanceId(), assertion.issuer()))
                .map(Stored::state)
                .filter(app -> app.config().usesKeys())
                .filter(app -> isProof(context, request, assertion, app))
                .isPresent();
    }

    /** The profile wants the issuer as the only audience (FAPI 2.0 Security Profile section 5.3.2.1). */
    private boolean isProof(Context context, Request request, Unverified assertion, App app) {
        if (requirements.security(context, app).isFapi()) {
            return assertion.isOfFapi()
                    && assertion.isForOne(context.issuer())
                    && Assertions.prove(assertion, app.keys(), Set.of(context.issuer()), clock.instant());
        }
        Set<String> audiences = Set.copyOf(
                List.of(context.issuer(), context.origin() + TokenEndpoint.PATH, context.origin() + request.path()));
        return Assertions.prove(assertion, app.keys(), audiences, clock.instant());
    }

    /** Only what a client's key has signed gets here, so nobody else can fill the table. */
    private boolean isFirstUse(String instance, Unverified assertion) {
        String id = assertion.claims().getJWTID();
        if (id == null) {
            return true;
        }
        return store.write(tx -> tx.sql()
                        .execute(
                                """
                        insert into used_assertions (instance, hash, expires_at) values (?, ?, ?)
                        on conflict do nothing""",
                                instance,
                                Secrets.hash(assertion.issuer() + "/" + id),
                                Micros.of(assertion.endsAt()))
                > 0);
    }

    /**
     * Forgets some hundred used assertions whose time is over. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        return tx.sql().execute("""
                        delete from used_assertions where (instance, hash) in
                          (select instance, hash from used_assertions where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now()), BATCH);
    }

    private static OAuthProblem refused() {
        return OAuthProblem.invalidClient("invalid assertion", false);
    }
}
