package dev.ostiary.federation.token;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/**
 * Decrypts ID tokens (OpenID Connect Core 1.0 section 16.14): a signed token inside an encrypted one (RFC 7519 section 5.2). What comes out
 * is verified like one that was never encrypted.
 *
 * <p>Never RSA1_5, whose padding gives itself away, and nothing that is compressed.
 */
public final class IdTokenDecryption {
    private static final Set<JWEAlgorithm> FOR_RSA = Set.of(JWEAlgorithm.RSA_OAEP_256);
    private static final Set<JWEAlgorithm> FOR_EC =
            Set.of(JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A128KW, JWEAlgorithm.ECDH_ES_A256KW);
    private static final Set<EncryptionMethod> METHODS = Set.of(
            EncryptionMethod.A128GCM,
            EncryptionMethod.A256GCM,
            EncryptionMethod.A128CBC_HS256,
            EncryptionMethod.A256CBC_HS512);
    private static final int PARTS = 5;

    private IdTokenDecryption() {}

    /**
     * Returns the signed token.
     *
     * @param keys that it may be encrypted for, with their private parts; where there are none nothing is decrypted
     * @param encryptedOnly refuses what is not encrypted
     */
    public static String opened(String idToken, List<JWK> keys, boolean encryptedOnly) throws IdTokenRefused {
        if (idToken.split("\\.", -1).length == PARTS && !keys.isEmpty()) {
            return decrypted(parse(idToken), keys);
        }
        if (encryptedOnly) {
            throw refused("the token is not encrypted, and must be");
        }
        return idToken;
    }

    private static JWEObject parse(String idToken) throws IdTokenRefused {
        try {
            return JWEObject.parse(idToken);
        } catch (ParseException e) {
            throw new IdTokenRefused(IdTokenCheck.ENCRYPTION, "not a JWE", e);
        }
    }

    private static String decrypted(JWEObject token, List<JWK> keys) throws IdTokenRefused {
        JWEHeader header = token.getHeader();
        if (header.getCompressionAlgorithm() != null) {
            throw refused("the token is compressed");
        }
        if (!METHODS.contains(header.getEncryptionMethod())) {
            throw refused("enc is '" + header.getEncryptionMethod() + "', which is none of " + METHODS);
        }
        List<JWK> fitting = keys.stream().filter(key -> fits(header, key)).toList();
        if (fitting.isEmpty()) {
            throw refused("there is no key '" + header.getKeyID() + "' for " + header.getAlgorithm());
        }
        for (JWK key : fitting) {
            if (opens(token, key)) {
                return signed(token);
            }
        }
        throw refused("it can't be decrypted with the key '" + header.getKeyID() + "'");
    }

    private static boolean fits(JWEHeader header, JWK key) {
        Set<JWEAlgorithm> algorithms = key instanceof RSAKey ? FOR_RSA : FOR_EC;
        return algorithms.contains(header.getAlgorithm())
                && (header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()));
    }

    private static boolean opens(JWEObject token, JWK key) {
        try {
            JWEDecrypter decrypter =
                    key instanceof RSAKey rsa ? new RSADecrypter(rsa) : new ECDHDecrypter(key.toECKey());
            token.decrypt(decrypter);
            return true;
        } catch (JOSEException notForThisKey) {
            return false;
        }
    }

    private static String signed(JWEObject token) throws IdTokenRefused {
        SignedJWT inside = token.getPayload().toSignedJWT();
        if (inside == null) {
            throw refused("inside is no signed token");
        }
        return inside.serialize();
    }

    private static IdTokenRefused refused(String detail) {
        return new IdTokenRefused(IdTokenCheck.ENCRYPTION, detail);
    }
}
