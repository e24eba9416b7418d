package dev.ostiary.idp;

import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.SamlMetadataException;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import java.util.Collection;

/**
 * The checks of what a caller says about a provider. The first that fails is the answer, under the contract's id for it.
 *
 * @param adding false for an update, which may leave out the secret
 */
record Checks(Level level, boolean adding, Draft draft, UrlRule urls) {
    private static final String INVALID = "Errors.Invalid.Argument";

    /** The provider must have a name. */
    void name(ErrorIds ids) {
        text(draft.name(), ids);
    }

    /** A provider that is added must have a secret. */
    void secret(String id) {
        secret(id, INVALID);
    }

    void secret(String id, String key) {
        require(!adding || !draft.secret().isEmpty(), ErrorIds.both(id), key);
    }

    /** Something that is read to see whether it can be. */
    @FunctionalInterface
    interface Reading {
        Object read() throws CredentialException, SamlMetadataException;
    }

    void readable(Reading reading, ErrorIds ids) {
        readable(reading, ids, INVALID);
    }

    void readable(Reading reading, ErrorIds ids, String key) {
        boolean read;
        try {
            read = reading.read() != null;
        } catch (CredentialException | SamlMetadataException unreadable) {
            read = false;
        }
        require(read, ids, key);
    }

    void text(String text, ErrorIds ids) {
        text(text, ids, INVALID);
    }

    void text(String text, ErrorIds ids, String key) {
        require(!text.isEmpty(), ids, key);
    }

    void notEmpty(Collection<?> values, ErrorIds ids) {
        require(!values.isEmpty(), ids, INVALID);
    }

    /** An issuer identifier. */
    void issuer(String issuer, ErrorIds ids) {
        text(issuer, ids);
        require(urls.allowsIssuer(issuer), ids, "Errors.IDPConfig.IssuerInvalid");
    }

    /** A URL that is called, or that a browser is sent to. */
    void endpoint(String url, ErrorIds ids) {
        text(url, ids);
        require(urls.allowsEndpoint(url), ids, "Errors.IDPConfig.EndpointInvalid");
    }

    void require(boolean holds, ErrorIds ids) {
        require(holds, ids, INVALID);
    }

    void require(boolean holds, ErrorIds ids, String key) {
        if (!holds) {
            throw Problem.invalid(ids.of(level, adding), key);
        }
    }
}
