package dev.ostiary.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The signing keys of one instance, parsed. Immutable; safe for use by many threads. */
public final class InstanceKeys {
    private final String activeId;
    private final JWSAlgorithm algorithm;
    private final JWSSigner signer;
    private final Map<String, Check> checks;
    private final List<String> algorithms;
    private final byte[] document;

    /** How a signature by one key is checked: by the one algorithm the key is for. */
    private record Check(JWSAlgorithm algorithm, JWSVerifier verifier) {}

    private InstanceKeys(
            String activeId, JWSAlgorithm algorithm, JWSSigner signer, Map<String, Check> checks, JWKSet published) {
        this.activeId = activeId;
        this.algorithm = algorithm;
        this.signer = signer;
        this.checks = checks;
        this.algorithms = checks.values().stream()
                .map(check -> check.algorithm.getName())
                .distinct()
                .toList();
        this.document = published.toString(true).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param active with its private part
     * @param published all of the instance's, without private parts
     */
    static InstanceKeys of(JWK active, List<JWK> published) {
        try {
            Map<String, Check> checks = new LinkedHashMap<>();
            for (JWK key : published) {
                checks.put(key.getKeyID(), new Check(algorithm(key), verifier(key)));
            }
            return new InstanceKeys(
                    active.getKeyID(), algorithm(active), signer(active), checks, new JWKSet(published));
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of the instance can't be used", e);
        }
    }

    private static JWSAlgorithm algorithm(JWK key) {
        return KeyKind.of(key).algorithm();
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSASigner(rsa);
            case ECKey ec -> new ECDSASigner(ec);
            case OctetKeyPair ed25519 -> new Ed25519JwsSigner(ed25519);
            default -> throw new JOSEException("nothing is signed with " + key.getKeyType());
        };
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            case OctetKeyPair ed25519 -> new Ed25519JwsVerifier(ed25519);
            default -> throw new JOSEException("nothing is signed with " + key.getKeyType());
        };
    }

    /** What {@link #sign} signs with. */
    public JWSAlgorithm algorithm() {
        return algorithm;
    }

    /** Names of the algorithms of all keys: what tokens are, were or will be signed with. */
    public List<String> algorithms() {
        return algorithms;
    }

    /** Signs claims under the active key. */
    public String sign(JWTClaimsSet claims) {
        return sign(JOSEObjectType.JWT, claims);
    }

    /** @param type what is signed (RFC 8725 section 3.11) */
    public String sign(JOSEObjectType type, JWTClaimsSet claims) {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).type(type).keyID(activeId).build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with key " + activeId + " failed", e);
        }
        return token.serialize();
    }

    /** Returns the claims of a token of type {@code JWT} that one of these keys signed, active or not; whether it has expired or not. */
    public Optional<JWTClaimsSet> verified(String token) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            Check check = checks.get(signed.getHeader().getKeyID());
            boolean ours = check != null
                    && check.algorithm.equals(signed.getHeader().getAlgorithm())
                    && JOSEObjectType.JWT.equals(signed.getHeader().getType())
                    && signed.verify(check.verifier);
            return ours ? Optional.of(signed.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    /** The JWK set (RFC 7517 section 5) of every key, without private parts, as JSON. */
    public byte[] document() {
        return document.clone();
    }
}
