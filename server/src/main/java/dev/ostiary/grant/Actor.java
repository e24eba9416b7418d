package dev.ostiary.grant;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who acts in the name of a user (RFC 8693 section 4.1, {@code act}).
 *
 * @param issuer of the token by which the actor proved who it is
 * @param before who acted in the user's name before, null for nobody
 */
public record Actor(String issuer, String userId, @Nullable Actor before) {

    /** Returns the {@code act} claim. */
    public Map<String, Object> claim() {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("iss", issuer);
        claim.put("sub", userId);
        if (before != null) {
            claim.put("act", before.claim());
        }
        return claim;
    }
}
