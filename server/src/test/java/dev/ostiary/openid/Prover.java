package dev.ostiary.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.crypto.Secrets;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** A client's side of DPoP (RFC 9449): a key, and proofs by it. */
record Prover(ProviderFixture fixture, JWK key, JWSAlgorithm algorithm) {
    static Prover of(ProviderFixture fixture) throws JOSEException {
        return new Prover(fixture, new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
    }

    String jkt() throws JOSEException {
        return key.computeThumbprint().toString();
    }

    /** The claims of a proof for a posted request. */
    JWTClaimsSet.Builder claims(String path) {
        return new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", "POST")
                .claim("htu", ProviderFixture.ORIGIN + path)
                .issueTime(Date.from(fixture.now.get()));
    }

    String proof(String path) throws JOSEException {
        return signed(claims(path));
    }

    String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(header(), claims);
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK());
    }

    String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT proof = new SignedJWT(header.build(), claims.build());
        proof.sign(
                key instanceof OctetKeyPair ed25519
                        ? new Ed25519Signing(ed25519)
                        : new DefaultJWSSignerFactory()
                                .createJWSSigner(key, header.build().getAlgorithm()));
        return proof.serialize();
    }

    /** The headers of a request for userinfo; the proof's claims can be changed. */
    Map<String, String> toUserinfo(String token, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        JWTClaimsSet.Builder claims =
                claims(UserinfoEndpoint.PATH).claim("htm", "GET").claim("ath", Secrets.hash(token));
        change.accept(claims);
        return Map.of("Authorization", "DPoP " + token, "DPoP", signed(claims));
    }

    /** Adds a proof for the token endpoint. */
    Map<String, String> with(Map<String, String> headers) throws JOSEException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("DPoP", proof(TokenEndpoint.PATH));
        return all;
    }
}
