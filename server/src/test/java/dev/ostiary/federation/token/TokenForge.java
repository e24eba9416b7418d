package dev.ostiary.federation.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;

/** Makes tokens, good and bad. */
public final class TokenForge {
    public static final RSAKey RSA = rsa("rsa", 2048);
    public static final RSAKey OTHER_RSA = rsa("rsa", 2048);
    public static final RSAKey WEAK_RSA = rsa("weak", 1024);
    public static final ECKey EC = ec();
    public static final KeyPair ED25519 = ed25519();

    private TokenForge() {}

    public static JWKSet published() {
        return new JWKSet(Arrays.asList(RSA.toPublicJWK(), WEAK_RSA.toPublicJWK(), EC.toPublicJWK(), ed25519Jwk()));
    }

    public static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWK key) {
        return sign(
                claims, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), key);
    }

    public static String sign(JWTClaimsSet claims, JWSHeader header, JWK key) {
        try {
            JWSSigner signer = switch (key) {
                case RSAKey rsa -> new RSASSASigner(rsa.toPrivateKey(), true);
                case ECKey ec -> new ECDSASigner(ec);
                default -> throw new IllegalArgumentException(key.getKeyType().getValue());
            };
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String signEd25519(JWTClaimsSet claims, JWSAlgorithm algorithm) {
        try {
            JWSHeader header = new JWSHeader.Builder(algorithm).keyID("ed").build();
            String signed = header.toBase64URL() + "." + Base64URL.encode(claims.toString());
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(ED25519.getPrivate());
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64URL.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /** The classic confusion: HMAC with the public key that everybody knows as the secret. */
    public static String hmacWithPublicKey(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims);
            token.sign(new MACSigner(RSA.toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String encrypt(String inside, JWEHeader header, JWK key) {
        try {
            JWEObject token = new JWEObject(header, new Payload(inside));
            token.encrypt(
                    key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter((ECKey) key.toPublicJWK()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa(String kid, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OctetKeyPair ed25519Jwk() {
        byte[] encoded = ED25519.getPublic().getEncoded();
        byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x))
                .keyID("ed")
                .build();
    }
}
