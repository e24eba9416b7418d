package dev.ostiary.idp.credential;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The key that signs client secrets for Sign in with Apple: ES256 with a key from a {@code .p8} file. */
public final class ApplePrivateKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private ApplePrivateKey() {}

    /**
     * Reads a private key on P-256, PKCS#8 in PEM (RFC 7468 section 10), with any line ends and blanks around it.
     *
     * @throws CredentialException when it is anything else
     */
    public static ECPrivateKey parse(byte[] pem) throws CredentialException {
        byte[] der = der(new String(pem, StandardCharsets.ISO_8859_1).strip());
        try {
            if (KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof ECPrivateKey key
                    && isOnP256(key)) {
                return key;
            }
        } catch (GeneralSecurityException notAKey) {
            // Said below; the cause is dropped because it might quote the key.
        } finally {
            Arrays.fill(der, (byte) 0);
        }
        throw new CredentialException("the private key must be an EC key on the curve P-256");
    }

    private static byte[] der(String text) throws CredentialException {
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw new CredentialException("the private key must be PKCS#8 in PEM, from " + BEGIN + " to " + END);
        }
        String body = text.substring(BEGIN.length(), text.length() - END.length());
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new CredentialException("the private key is not base64 between its first and last line");
        }
    }

    private static boolean isOnP256(ECPrivateKey key) throws GeneralSecurityException {
        AlgorithmParameters p256 = AlgorithmParameters.getInstance("EC");
        p256.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec curve = p256.getParameterSpec(ECParameterSpec.class);
        BigInteger secret = key.getS();
        return curve.getCurve().equals(key.getParams().getCurve())
                && curve.getGenerator().equals(key.getParams().getGenerator())
                && secret.signum() > 0
                && secret.compareTo(curve.getOrder()) < 0;
    }
}
