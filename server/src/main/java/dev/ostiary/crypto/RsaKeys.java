package dev.ostiary.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/** RSA keys of machine users, with which they sign assertions (RFC 7523). */
public final class RsaKeys {
    private static final int BITS = 2048;
    private static final String LINE = "\n";

    private RsaKeys() {}

    /**
     * @param publicKey X.509 SubjectPublicKeyInfo, base64
     * @param privateKeyPem PKCS#8 in PEM, empty when only the owner has it
     */
    public record Pair(String publicKey, String privateKeyPem) {
        @Override
        public String toString() {
            return "Pair[publicKey=" + publicKey + "]";
        }
    }

    public static Pair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return new Pair(
                    base64(pair.getPublic()),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /**
     * Reads a public key of at least {@value #BITS} bits, PEM or DER.
     *
     * @return empty when it is none
     */
    public static Optional<Pair> publicOnly(byte[] given) {
        String text = new String(given, StandardCharsets.US_ASCII).strip();
        try {
            byte[] der = text.startsWith("-----BEGIN PUBLIC KEY-----")
                    ? Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""))
                    : given;
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
            boolean longEnough = ((RSAPublicKey) key).getModulus().bitLength() >= BITS;
            return longEnough ? Optional.of(new Pair(base64(key), "")) : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    /** @param publicKey as {@link Pair#publicKey} has it */
    public static RSAPublicKey parse(String publicKey) {
        try {
            byte[] der = Base64.getDecoder().decode(publicKey);
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a kept key can't be read", e);
        }
    }

    private static String base64(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, LINE.getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----" + LINE + body + LINE + "-----END " + label + "-----" + LINE;
    }
}
