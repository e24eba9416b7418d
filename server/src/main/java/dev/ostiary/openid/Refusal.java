package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;

/** Ends an authorization request of an application that may be told why (RFC 6749 section 4.1.2.1). Without a stack trace: it is an answer. */
final class Refusal extends RuntimeException {
    private final ErrorObject error;

    Refusal(ErrorObject kind, String description) {
        super(description, null, false, false);
        this.error = kind.setDescription(description);
    }

    ErrorObject error() {
        return error;
    }
}
