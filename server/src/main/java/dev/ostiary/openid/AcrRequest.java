package dev.ostiary.openid;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Parameters;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads which classes of authentication a request can't do without (OpenID Connect Core section 5.5.1.1). What it would rather have ({@code
 * acr_values}, or a claim that is not essential) needs no reading: the ID token tells the class either way. Of {@code claims} nothing else is
 * read.
 */
final class AcrRequest {
    private AcrRequest() {}

    /**
     * @return one of which the sign-in must be of; null for any
     * @throws Refusal when {@code claims} is not as it should be
     */
    static @Nullable List<String> essential(Parameters parameters) {
        Optional<String> claims = parameters.first("claims");
        if (claims.isEmpty()) {
            return null;
        }
        Map<String, Object> acr = member(member(parsed(claims.get()), "id_token"), "acr");
        if (!Boolean.TRUE.equals(acr.get("essential"))) {
            return null;
        }
        List<?> values = acr.get("values") == null ? one(acr.get("value")) : many(acr.get("values"));
        return values.isEmpty() ? null : texts(values);
    }

    private static Map<String, Object> parsed(String claims) {
        if (!claims.strip().startsWith("{")) {
            throw invalid();
        }
        try {
            return JSONObjectUtils.parse(claims);
        } catch (ParseException malformed) {
            throw invalid();
        }
    }

    /** A member that is not there is empty, and so is one that is null: the claim is asked for, and no more (section 5.5.1). */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> member(Map<String, Object> object, String name) {
        return switch (object.get(name)) {
            case null -> Map.of();
            case Map<?, ?> member -> (Map<String, Object>) member;
            default -> throw invalid();
        };
    }

    private static List<?> one(@Nullable Object value) {
        return value == null ? List.of() : List.of(value);
    }

    private static List<?> many(@Nullable Object values) {
        if (values instanceof List<?> list) {
            return list;
        }
        throw invalid();
    }

    private static List<String> texts(List<?> values) {
        if (!values.stream().allMatch(String.class::isInstance)) {
            throw invalid();
        }
        return values.stream().map(String.class::cast).toList();
    }

    private static Refusal invalid() {
        return new Refusal(OAuth2Error.INVALID_REQUEST, "claims is not a claims request");
    }
}
