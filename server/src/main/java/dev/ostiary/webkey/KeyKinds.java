package dev.ostiary.webkey;

import dev.ostiary.api.webkey.v2.CreateWebKeyRequest;
import dev.ostiary.api.webkey.v2.ECDSA;
import dev.ostiary.api.webkey.v2.ECDSACurve;
import dev.ostiary.api.webkey.v2.ED25519;
import dev.ostiary.api.webkey.v2.RSA;
import dev.ostiary.api.webkey.v2.RSABits;
import dev.ostiary.api.webkey.v2.RSAHasher;
import dev.ostiary.api.webkey.v2.WebKey;
import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.Ed25519;
import dev.ostiary.crypto.KeyKind.Hash;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.KeyKind.Rsa;

/** Kinds of keys as the contract says them. */
final class KeyKinds {
    private KeyKinds() {}

    /** Returns the kind that is asked for; the standard one where nothing is said. Values out of range were refused before. */
    static KeyKind asked(CreateWebKeyRequest request) {
        return switch (request.getKeyCase()) {
            case RSA -> new Rsa(bits(request.getRsa()), hash(request.getRsa()));
            case ECDSA -> new Ecdsa(curve(request.getEcdsa()));
            case ED25519 -> new Ed25519();
            case KEY_NOT_SET -> KeyKind.STANDARD;
        };
    }

    private static int bits(RSA rsa) {
        return switch (rsa.getBits()) {
            case RSA_BITS_3072 -> 3072;
            case RSA_BITS_4096 -> 4096;
            case RSA_BITS_2048, RSA_BITS_UNSPECIFIED, UNRECOGNIZED -> 2048;
        };
    }

    private static Hash hash(RSA rsa) {
        return switch (rsa.getHasher()) {
            case RSA_HASHER_SHA384 -> Hash.SHA384;
            case RSA_HASHER_SHA512 -> Hash.SHA512;
            case RSA_HASHER_SHA256, RSA_HASHER_UNSPECIFIED, UNRECOGNIZED -> Hash.SHA256;
        };
    }

    /** The contract's {@code P512} is P-521, as there is no other. */
    private static NamedCurve curve(ECDSA ecdsa) {
        return switch (ecdsa.getCurve()) {
            case ECDSA_CURVE_P384 -> NamedCurve.P384;
            case ECDSA_CURVE_P512 -> NamedCurve.P521;
            case ECDSA_CURVE_P256, ECDSA_CURVE_UNSPECIFIED, UNRECOGNIZED -> NamedCurve.P256;
        };
    }

    /** Says a key's kind in its message. */
    static void tell(KeyKind kind, WebKey.Builder message) {
        switch (kind) {
            case Rsa rsa -> message.setRsa(rsa(rsa));
            case Ecdsa ecdsa -> message.setEcdsa(ECDSA.newBuilder().setCurve(curve(ecdsa.curve())));
            case Ed25519 _ -> message.setEd25519(ED25519.getDefaultInstance());
        }
    }

    private static RSA rsa(Rsa kind) {
        return RSA.newBuilder()
                .setBits(
                        switch (kind.bits()) {
                            case 2048 -> RSABits.RSA_BITS_2048;
                            case 3072 -> RSABits.RSA_BITS_3072;
                            case 4096 -> RSABits.RSA_BITS_4096;
                            default -> RSABits.RSA_BITS_UNSPECIFIED;
                        })
                .setHasher(
                        switch (kind.hash()) {
                            case SHA256 -> RSAHasher.RSA_HASHER_SHA256;
                            case SHA384 -> RSAHasher.RSA_HASHER_SHA384;
                            case SHA512 -> RSAHasher.RSA_HASHER_SHA512;
                        })
                .build();
    }

    private static ECDSACurve curve(NamedCurve curve) {
        return switch (curve) {
            case P256 -> ECDSACurve.ECDSA_CURVE_P256;
            case P384 -> ECDSACurve.ECDSA_CURVE_P384;
            case P521 -> ECDSACurve.ECDSA_CURVE_P512;
        };
    }
}
