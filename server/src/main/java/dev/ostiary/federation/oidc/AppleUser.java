package dev.ostiary.federation.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.StandardClaims;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

/**
 * The form field {@code user} that comes along when somebody signs in with Apple for the first time, and never again.
 *
 * <p>It comes through the browser and nobody has signed it, so it tells names and nothing else: an address counts only from the ID token.
 *
 * @see <a href="https://developer.apple.com/documentation/signinwithapplerestapi/request-an-authorization-to-the-sign-in-with-apple-server.">Apple's
 *     description</a>
 */
final class AppleUser {
    private static final int LONGEST = 2_000;

    private AppleUser() {}

    /** Returns the claims with the names that the field tells, where the ID token tells none. */
    static Map<String, Object> named(Map<String, Object> idToken, String user) {
        Map<String, Object> claims = new HashMap<>(idToken);
        Map<String, Object> name = name(user);
        putUnlessEmpty(claims, "given_name", StandardClaims.text(name, "firstName"));
        putUnlessEmpty(claims, "family_name", StandardClaims.text(name, "lastName"));
        return claims;
    }

    private static Map<String, Object> name(String user) {
        if (user.isEmpty() || user.length() > LONGEST) {
            return Map.of();
        }
        try {
            Map<String, Object> name = JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(user), "name");
            return name == null ? Map.of() : name;
        } catch (ParseException nothingSaid) {
            return Map.of();
        }
    }

    private static void putUnlessEmpty(Map<String, Object> claims, String name, String value) {
        if (!value.isEmpty()) {
            claims.putIfAbsent(name, value);
        }
    }
}
