package dev.ostiary.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 keys (RFC 8037 section 2) as the JDK has them; Nimbus needs another library for them. */
final class Ed25519Keys {
    static final String NAME = "Ed25519";
    private static final int BYTES = 32;

    /** What an X.509 SubjectPublicKeyInfo of such a key starts with (RFC 8410 section 4). */
    private static final byte[] PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");

    /** What a PKCS#8 private key starts with (RFC 8410 section 7), before its 32 bytes. */
    private static final byte[] PRIVATE = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519Keys() {}

    static OctetKeyPair generate(String id) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
            byte[] open = pair.getPublic().getEncoded();
            byte[] secret = pair.getPrivate().getEncoded();
            return new OctetKeyPair.Builder(
                            Curve.Ed25519,
                            Base64URL.encode(Arrays.copyOfRange(open, PUBLIC.length, PUBLIC.length + BYTES)))
                    .d(Base64URL.encode(Arrays.copyOfRange(secret, PRIVATE.length, PRIVATE.length + BYTES)))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.EdDSA)
                    .keyID(id)
                    .build();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    static PublicKey publicKey(OctetKeyPair key) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME)
                .generatePublic(new X509EncodedKeySpec(joined(PUBLIC, key.getX().decode())));
    }

    static PrivateKey privateKey(OctetKeyPair key) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME)
                .generatePrivate(
                        new PKCS8EncodedKeySpec(joined(PRIVATE, key.getD().decode())));
    }

    private static byte[] joined(byte[] start, byte[] end) {
        byte[] all = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, all, start.length, end.length);
        return all;
    }
}
