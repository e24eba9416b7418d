package dev.ostiary.federation.saml;

/**
 * A message of an identity provider is refused. Its text is for administrators: it quotes names, addresses and times, and no more of the
 * message.
 */
public final class SamlRefused extends Exception {

    /** What does not hold. */
    public enum Check {
        /** It is a response, and nothing in it is there twice. */
        MESSAGE,
        /** It was sent here. */
        DESTINATION,
        /** It answers the request of this sign-in. */
        REQUEST,
        /** It comes from the provider. */
        ISSUER,
        /** The provider signed the person in: this is the provider's error. */
        STATUS,
        /** As {@link #STATUS}, where the person was refused or said no. */
        DENIED,
        /** It is signed by a key of the provider, in a way that can be trusted. */
        SIGNATURE,
        /** What is encrypted can be decrypted, and is encrypted in a way that can be trusted. */
        ENCRYPTION,
        /** It is valid now. */
        TIME,
        /** It is for this server. */
        AUDIENCE,
        /** The provider confirms that the bearer is the subject. */
        CONFIRMATION,
        /** It says how and when the person was authenticated. */
        AUTHENTICATION
    }

    private final Check check;

    SamlRefused(Check check, String detail) {
        super(detail);
        this.check = check;
    }

    SamlRefused(Check check, String detail, Throwable cause) {
        super(detail, cause);
        this.check = check;
    }

    public Check check() {
        return check;
    }

    static void require(boolean holds, Check check, String otherwise) throws SamlRefused {
        if (!holds) {
            throw new SamlRefused(check, otherwise);
        }
    }
}
