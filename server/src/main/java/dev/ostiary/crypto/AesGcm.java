package dev.ostiary.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce of 96 bits in front of the ciphertext (NIST SP 800-38D). */
final class AesGcm {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /** How many bytes a ciphertext has more than its plain text. */
    static final int OVERHEAD = NONCE + TAG_BITS / 8;

    private AesGcm() {}

    static byte[] encrypt(byte[] key, byte[] plain, byte[] associated) {
        byte[] nonce = Secrets.bytes(NONCE);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, plain, associated);
        byte[] out = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, out, NONCE, sealed.length);
        return out;
    }

    /** @throws Tampered when key, ciphertext and associated data don't belong together */
    static byte[] decrypt(byte[] key, byte[] sealed, byte[] associated) {
        if (sealed.length < NONCE) {
            throw new Tampered(new AEADBadTagException("shorter than its nonce"));
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE);
        return run(Cipher.DECRYPT_MODE, key, nonce, Arrays.copyOfRange(sealed, NONCE, sealed.length), associated);
    }

    private static byte[] run(int mode, byte[] key, byte[] nonce, byte[] input, byte[] associated) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new Tampered(e);
        }
    }

    /** A ciphertext that this key, at this place, never made. */
    static final class Tampered extends RuntimeException {
        Tampered(Throwable cause) {
            super("a sealed value can't be opened: wrong master key, or it was changed or moved", cause);
        }
    }
}
