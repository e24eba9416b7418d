package dev.ostiary.openid;

import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the token endpoint.
 *
 * @param form its parameters, each of which was sent once
 * @param proof of a key that the client has (RFC 9449), null when it proved none
 */
record TokenRequest(
        Context context,
        Request request,
        Parameters form,
        @Nullable DpopProof proof) {

    /** JWK SHA-256 thumbprint (RFC 7638) of the key that the client has proved to have, null when it proved none. */
    @Nullable
    String jkt() {
        return proof == null ? null : proof.jkt();
    }

    /**
     * Returns who the access token is to be for; see {@link Resources#target}.
     *
     * @param granted who it may be for
     */
    List<String> target(List<String> granted) {
        return Resources.target(context, form, granted);
    }
}
