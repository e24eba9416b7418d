package dev.ostiary.openid;

import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens that were made for a client and are still to be recorded.
 *
 * @param added what is recorded of the access token
 * @param refreshToken empty for none
 * @param idToken empty for none
 */
record IssuedTokens(AccessTokenAdded added, String accessToken, String refreshToken, String idToken)
        implements TokenAnswer {

    /** The access token response (RFC 6749 section 5.1, RFC 9449 section 5). */
    @Override
    public Map<String, Object> answer(Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", accessToken);
        answer.put("token_type", added.jkt() == null ? "Bearer" : "DPoP");
        if (!refreshToken.isEmpty()) {
            answer.put("refresh_token", refreshToken);
        }
        answer.put("expires_in", Duration.between(now, added.expiresAt()).toSeconds());
        if (!idToken.isEmpty()) {
            answer.put("id_token", idToken);
        }
        return answer;
    }

    @Override
    public String toString() {
        return "IssuedTokens[" + added.id() + "]";
    }
}
