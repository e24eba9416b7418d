package dev.ostiary.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;

/** The signing keys of one instance, parsed. Immutable; safe for use by many threads. */
public final class InstanceKeys {
    private final String activeId;
    private final RSASSASigner signer;
    private final JWKSet published;
    private final byte[] document;

    private InstanceKeys(String activeId, RSASSASigner signer, JWKSet published) {
        this.activeId = activeId;
        this.signer = signer;
        this.published = published;
        this.document = published.toString(true).getBytes(StandardCharsets.UTF_8);
    }

    static InstanceKeys of(RSAKey active, List<JWK> published) {
        try {
            return new InstanceKeys(active.getKeyID(), new RSASSASigner(active), new JWKSet(published));
        } catch (JOSEException e) {
            throw new IllegalStateException("key " + active.getKeyID() + " can't sign", e);
        }
    }

    /** Signs claims with RS256 under the active key. */
    public String sign(JWTClaimsSet claims) {
        return sign(JOSEObjectType.JWT, claims);
    }

    /** @param type what is signed (RFC 8725 section 3.11) */
    public String sign(JOSEObjectType type, JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(type)
                .keyID(activeId)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with key " + activeId + " failed", e);
        }
        return token.serialize();
    }

    /** Returns the claims of a token of type {@code JWT} that one of these keys signed with RS256, whether it has expired or not. */
    public Optional<JWTClaimsSet> verified(String token) {
        try {
            SignedJWT signed = SignedJWT.parse(token);
            JWK key = published.getKeyByKeyId(signed.getHeader().getKeyID());
            boolean ours = key != null
                    && JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())
                    && JOSEObjectType.JWT.equals(signed.getHeader().getType())
                    && signed.verify(new RSASSAVerifier(key.toRSAKey()));
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
