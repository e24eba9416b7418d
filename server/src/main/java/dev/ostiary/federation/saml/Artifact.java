package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Stands for a message that waits at the provider (saml-bindings-2.0-os section 3.6.4).
 *
 * @param text as it came, in base64
 * @param endpoint index of the provider's service that gives the message out
 */
public record Artifact(String text, int endpoint) {
    private static final int LENGTH = 44;
    private static final int SOURCE = 4;
    private static final int HANDLE = 24;

    /**
     * Reads an artifact of type 0x0004, the only one of SAML 2.0.
     *
     * @param provider entity id of who must have made it
     */
    public static Artifact read(String text, String provider) throws SamlRefused {
        byte[] bytes = bytes(text);
        require(
                bytes.length == LENGTH && bytes[0] == 0 && bytes[1] == 4,
                Check.MESSAGE,
                "the artifact is none of SAML 2.0");
        require(
                MessageDigest.isEqual(Arrays.copyOfRange(bytes, SOURCE, HANDLE), sha1(provider)),
                Check.ISSUER,
                "the artifact is not from '" + provider + "'");
        return new Artifact(text, (bytes[2] & 0xff) << 8 | bytes[3] & 0xff);
    }

    private static byte[] bytes(String text) throws SamlRefused {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw new SamlRefused(Check.MESSAGE, "the artifact is not in base64", malformed);
        }
    }

    /** It is a name, and no proof of anything. */
    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Says nothing: who has it could get the message. */
    @Override
    public String toString() {
        return "Artifact[" + endpoint + "]";
    }
}
