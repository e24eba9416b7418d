package dev.ostiary.idp.credential;

/** A document is not SAML 2.0 metadata of an identity provider. Its message says why, in words for the administrator who gave it. */
public final class SamlMetadataException extends Exception {

    SamlMetadataException(String message) {
        super(message);
    }
}
