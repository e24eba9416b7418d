package dev.ostiary.federation.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an ID token must hold.
 *
 * @param announced {@code id_token_signing_alg_values_supported} of the provider
 * @param nonce what the request sent
 * @param accessToken what came along, null when nothing did
 * @param maxAge longest time since the person proved who they are, null when any will do
 */
public record IdTokenRules(
        String issuer,
        String clientId,
        List<String> announced,
        String nonce,
        @Nullable String accessToken,
        @Nullable Duration maxAge,
        Instant now) {

    /** How far clocks may differ. */
    public static final Duration SKEW = Duration.ofSeconds(60);

    /** Algorithms where only the provider can sign (RFC 7518 section 3.1, RFC 8037, RFC 9864). Never {@code none}, never HMAC. */
    static final Set<JWSAlgorithm> ASYMMETRIC = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    Set<JWSAlgorithm> algorithms() {
        return trusted(announced);
    }

    /** Those that a provider announces and that can be trusted. */
    public static Set<JWSAlgorithm> trusted(List<String> announced) {
        return announced.stream()
                .map(JWSAlgorithm::parse)
                .filter(ASYMMETRIC::contains)
                .collect(Collectors.toSet());
    }
}
