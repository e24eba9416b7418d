package dev.ostiary.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets that we generate ourselves. They have at least 256 bits, so a plain hash is enough to keep and to look them up by: there is
 * nothing to guess, and a slow hash would only slow down every call. Passwords that people choose belong to {@link Passwords}.
 */
public final class Secrets {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Secrets() {}

    /** Returns 256 random bits in base64url: 43 characters. */
    public static String token() {
        return BASE64URL.encodeToString(bytes(32));
    }

    /** Returns 64 random letters and digits, as the contract's clients know client secrets. */
    public static String clientSecret() {
        return RANDOM.ints(64, 0, ALPHANUMERIC.length())
                .collect(StringBuilder::new, (s, i) -> s.append(ALPHANUMERIC.charAt(i)), StringBuilder::append)
                .toString();
    }

    /** Returns the SHA-256 of a generated secret in base64url: 43 characters. */
    public static String hash(String secret) {
        return BASE64URL.encodeToString(sha256(secret));
    }

    /** Compares in constant time. */
    public static boolean matches(String secret, String hash) {
        return MessageDigest.isEqual(
                hash(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] bytes(int length) {
        byte[] random = new byte[length];
        RANDOM.nextBytes(random);
        return random;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
