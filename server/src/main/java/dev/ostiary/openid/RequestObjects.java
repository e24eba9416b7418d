package dev.ostiary.openid;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Parameters;
import dev.ostiary.openid.Assertions.Unverified;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorization requests that the application has signed with one of its keys ({@code request}, RFC 9101). */
final class RequestObjects {
    static final String PARAMETER = "request";

    private static final Set<String> TYPES = Set.of("oauth-authz-req+jwt", "jwt");

    /** What is about the object, not of the request. */
    private static final Set<String> ABOUT = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

    private final Store store;
    private final ProjectAccess access;
    private final Requirements requirements;
    private final InstantSource clock;

    RequestObjects(Store store, ProjectAccess access, Requirements requirements, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.requirements = requirements;
        this.clock = clock;
    }

    /**
     * Returns the parameters that a request object has, or those that were sent when there is none: never some of both (RFC 9101 section 5).
     *
     * @param clientId who is said to ask, or has proved it
     * @throws OAuthProblem invalid_request_object when it proves nothing
     */
    Parameters opened(Context context, String clientId, Parameters sent) {
        if (sent.all(PARAMETER).isEmpty()) {
            return sent;
        }
        if (sent.all(PARAMETER).size() > 1 || !sent.all("request_uri").isEmpty()) {
            throw OAuthProblem.invalidRequest("there may be one request only");
        }
        Unverified object = sent.first(PARAMETER)
                .flatMap(Assertions::readOfClient)
                .filter(read -> isOf(clientId, read))
                .filter(read -> isSigned(context, clientId, read))
                .orElseThrow(
                        () -> OAuthProblem.of(OAuth2Error.INVALID_REQUEST_OBJECT, "the request object is not valid"));
        return parameters(object.claims());
    }

    /** It says so twice, and is no assertion by which the client authenticates (RFC 9101 section 10.8). */
    private static boolean isOf(String clientId, Unverified object) {
        JWTClaimsSet claims = object.claims();
        JOSEObjectType type = object.token().getHeader().getType();
        return (type == null || TYPES.contains(type.getType().toLowerCase(Locale.ROOT)))
                && object.issuer().equals(clientId)
                && clientId.equals(claims.getClaim("client_id"))
                && !clientId.equals(claims.getSubject());
    }

    private boolean isSigned(Context context, String clientId, Unverified object) {
        Set<String> audiences = Set.of(context.issuer());
        return store.read(sql -> access.active(sql, context.instanceId(), clientId))
                .map(Stored::state)
                .filter(app -> object.isOfFapi()
                        || !requirements.security(context, app).isFapi())
                .filter(app -> Assertions.isSigned(object, app.keys(), audiences, clock.instant()))
                .isPresent();
    }

    private static Parameters parameters(JWTClaimsSet claims) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        claims.getClaims().forEach((name, value) -> {
            if (!ABOUT.contains(name)) {
                values.put(name, texts(value));
            }
        });
        values.values().removeIf(List::isEmpty);
        return new Parameters(values);
    }

    /** Texts, numbers and lists of texts are what parameters can be; anything else is none. */
    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Number number -> List.of(number.toString());
            case Boolean flag -> List.of(flag.toString());
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
