package dev.ostiary.idp.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/** The private keys that Apple hands out as {@code .p8} files: PKCS #8 in PEM (RFC 7468 section 10), on the curve P-256. */
public final class ApplePrivateKey {
    private static final int P256_BITS = 256;

    private ApplePrivateKey() {}

    /** Reads a key; empty when it is none. */
    public static Optional<ECPrivateKey> parse(byte[] pem) {
        return Pem.blocks(new String(pem, StandardCharsets.ISO_8859_1), "PRIVATE KEY").stream()
                .findFirst()
                .flatMap(ApplePrivateKey::key);
    }

    private static Optional<ECPrivateKey> key(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
                                    instanceof ECPrivateKey key
                            && key.getParams().getCurve().getField().getFieldSize() == P256_BITS
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (GeneralSecurityException notAKey) {
            return Optional.empty();
        }
    }

    public static boolean isValid(byte[] pem) {
        return parse(pem).isPresent();
    }
}
