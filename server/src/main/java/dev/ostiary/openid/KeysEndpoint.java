package dev.ostiary.openid;

import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;

/** The public keys that tokens are verified with (RFC 7517). */
final class KeysEndpoint {
    static final String PATH = "/oauth/v2/keys";

    private final SigningKeys keys;

    KeysEndpoint(SigningKeys keys) {
        this.keys = keys;
    }

    Response answer(Context context, Request request) {
        return Response.of(
                        200, "application/json", keys.of(context.instanceId()).document())
                .with("Cache-Control", "max-age=300, must-revalidate");
    }
}
