package dev.ostiary.openid;

import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request to the token endpoint.
 *
 * @param form its parameters, each of which was sent once
 * @param jkt JWK SHA-256 thumbprint (RFC 7638) of the key that the client has proved to have (RFC 9449), null when it proved none
 */
record TokenRequest(
        Context context,
        Request request,
        Parameters form,
        @Nullable String jkt) {}
