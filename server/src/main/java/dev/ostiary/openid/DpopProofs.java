package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Request;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Store;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Clients that prove with each request that they have a key (RFC 9449), so that a token that is bound to it is of no use to others.
 *
 * <p>A proof is good once: at the token endpoint on all servers, elsewhere on the server that saw it, which saves a write for every request.
 */
public final class DpopProofs {
    static final String HEADER = Request.DPOP;

    private final Store store;
    private final InstantSource clock;
    private final SeenProofs seen = new SeenProofs();

    public DpopProofs(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Checks the proof of a request for tokens, and uses it up.
     *
     * @return empty when the client sent no proof
     * @throws OAuthProblem invalid_dpop_proof
     */
    Optional<DpopProof> ofTokenRequest(Context context, Request request) {
        Optional<String> sent = request.header(HEADER);
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        try {
            DpopProof proof = read(context.origin(), request, sent.get());
            requireFirst(isFirstUse(context.instanceId(), proof));
            return Optional.of(proof);
        } catch (DpopProof.Invalid invalid) {
            throw OAuthProblem.of(OAuth2Error.INVALID_DPOP_PROOF, "DPoP proof: " + invalid.getMessage());
        }
    }

    /**
     * Tells whether a request may use an access token that is bound to a key, as far as its proof goes (RFC 9449 section 7).
     *
     * @param origin scheme, host and port as the client knows them
     * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that the token is bound to
     */
    public boolean isShown(String origin, Request request, String accessToken, String jkt) {
        try {
            require(origin, request, accessToken, jkt);
            return true;
        } catch (DpopProof.Invalid invalid) {
            return false;
        }
    }

    /** @throws DpopProof.Invalid when the request may not use the token; see {@link #isShown} */
    void require(String origin, Request request, String accessToken, String jkt) {
        String sent = request.header(HEADER).orElseThrow(() -> new DpopProof.Invalid("it is missing"));
        DpopProof proof = read(origin, request, sent);
        if (!proof.isFor(accessToken)) {
            throw new DpopProof.Invalid("ath is not the access token's hash");
        }
        if (!proof.jkt().equals(jkt)) {
            throw new DpopProof.Invalid("the access token is bound to another key");
        }
        requireFirst(seen.isFirst(proof.use(), clock.instant()));
    }

    private DpopProof read(String origin, Request request, String proof) {
        return DpopProof.read(proof, request.method(), origin + request.path(), clock.instant());
    }

    private static void requireFirst(boolean first) {
        if (!first) {
            throw new DpopProof.Invalid("it was used before");
        }
    }

    private boolean isFirstUse(String instance, DpopProof proof) {
        return store.write(tx -> tx.sql().execute("""
                        insert into used_assertions (instance, hash, expires_at) values (?, ?, ?)
                        on conflict do nothing""", instance, proof.use(), Micros.of(proof.endsAt())) > 0);
    }
}
