package dev.ostiary.openid;

import java.util.Arrays;
import java.util.Optional;

/** Types of tokens that can be exchanged (RFC 8693 section 3, and the contract's own for users without a token). */
enum TokenType {
    ACCESS_TOKEN("urn:ietf:params:oauth:token-type:access_token"),
    ID_TOKEN("urn:ietf:params:oauth:token-type:id_token"),
    JWT("urn:ietf:params:oauth:token-type:jwt"),
    REFRESH_TOKEN("urn:ietf:params:oauth:token-type:refresh_token"),
    USER_ID("urn:zitadel:params:oauth:token-type:user_id");

    final String urn;

    TokenType(String urn) {
        this.urn = urn;
    }

    static Optional<TokenType> of(String urn) {
        return Arrays.stream(values()).filter(type -> type.urn.equals(urn)).findFirst();
    }
}
