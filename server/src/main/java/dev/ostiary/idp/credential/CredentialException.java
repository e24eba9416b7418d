package dev.ostiary.idp.credential;

/** A key, certificate or address can't be used. Its message is safe for administrators and logs: it holds nothing of what was given. */
public final class CredentialException extends Exception {

    CredentialException(String message) {
        super(message);
    }
}
