package dev.ostiary.federation.rule;

import com.google.gson.JsonObject;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The claims that an OpenID Provider says in two places, userinfo and the ID token. Userinfo's count where both say one; one that is null
 * there is not said (OpenID Connect Core 1.0 section 5.3.2).
 */
public final class JoinedClaims {
    /** Claims of an ID token that are about the token and the session and not about the person, and the subject, which is the same. */
    private static final Set<String> OF_THE_TOKEN = Set.of(
            "iss",
            "sub",
            "aud",
            "azp",
            "exp",
            "nbf",
            "iat",
            "jti",
            "nonce",
            "at_hash",
            "c_hash",
            "s_hash",
            "auth_time",
            "sid");

    private JoinedClaims() {}

    /** Returns the claims about the person that only the ID token has, a JSON object; empty when there are none. */
    public static String beside(Map<String, Object> userinfo, Map<String, Object> idToken) {
        Map<String, Object> only = new LinkedHashMap<>();
        idToken.forEach((name, value) -> {
            if (value != null && userinfo.get(name) == null && !OF_THE_TOKEN.contains(name)) {
                only.put(name, value);
            }
        });
        return only.isEmpty() ? "" : JSONObjectUtils.toJSONString(only);
    }

    /** Returns claims together with those {@link #beside} them, a JSON object. */
    public static String join(String claims, String beside) {
        if (beside.isEmpty()) {
            return claims;
        }
        JsonObject all = ClaimValues.parse(claims);
        ClaimValues.parse(beside).asMap().forEach(all::add);
        return all.toString();
    }
}
