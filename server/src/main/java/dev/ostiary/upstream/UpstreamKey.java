package dev.ostiary.upstream;

import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;

/**
 * A key pair of this server's for one provider.
 *
 * @param publicKey the public part as a JWK (RFC 7517), with its {@code kid}, {@code use} and {@code alg}
 * @param sealedKey the whole JWK, sealed by the {@link dev.ostiary.crypto.Vault}
 */
record UpstreamKey(Stage stage, String publicKey, String sealedKey) {

    /** A key goes from one to the next. */
    enum Stage {
        /** Is published, for the provider to get to know. */
        NEXT,
        ACTIVE,
        /** Signs nothing and is not encrypted for any more; what is on the way is still decrypted and verified. */
        OLD
    }

    JWK parsed() {
        return parse(publicKey);
    }

    String id() {
        return parsed().getKeyID();
    }

    KeyUse use() {
        return KeyUse.of(parsed());
    }

    UpstreamKey in(Stage next) {
        return new UpstreamKey(next, publicKey, sealedKey);
    }

    /** What was signed with an old key may be looked at again; nobody should encrypt for one. */
    boolean isPublished() {
        return stage != Stage.OLD || use().signs();
    }

    static JWK parse(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("a stored key can't be read", e);
        }
    }
}
