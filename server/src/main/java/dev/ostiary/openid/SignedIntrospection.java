package dev.ostiary.openid;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.http.MediaTypes;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;

/**
 * Answers of the introspection endpoint as JWTs (RFC 9701), which can be kept as evidence. Such a one passes for no token: its type is its
 * own, and it has neither subject nor end.
 */
final class SignedIntrospection {
    private static final String TYPE = "token-introspection+jwt";
    private static final String MEDIA_TYPE = "application/" + TYPE;

    private final SigningKeys keys;
    private final InstantSource clock;

    SignedIntrospection(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Tells whether the client wants a JWT at least as much as plain JSON. */
    static boolean isAskedFor(Request request) {
        String accepted = request.header("Accept").orElse("");
        double wanted = MediaTypes.quality(accepted, MEDIA_TYPE);
        return wanted > 0 && wanted >= MediaTypes.quality(accepted, "application/json");
    }

    /** @param clientId who asks */
    Response answer(Context context, String clientId, Map<String, Object> introspection) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(context.issuer())
                .audience(clientId)
                .issueTime(Date.from(clock.instant()))
                .claim("token_introspection", introspection)
                .build();
        String token = keys.of(context.instanceId()).sign(new JOSEObjectType(TYPE), claims);
        return Answers.notStored(Response.of(200, MEDIA_TYPE, token));
    }
}
