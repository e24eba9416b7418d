package dev.ostiary.openid;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a token exchange (RFC 8693 section 2.2.1).
 *
 * @param tokens as any grant answers with them
 */
record ExchangedTokens(TokenAnswer tokens, TokenType type, List<String> scopes) implements TokenAnswer {

    /** An ID token alone, in the place of the access token. */
    record IdToken(String token, Instant expiresAt) implements TokenAnswer {
        @Override
        public Map<String, Object> answer(Instant now) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("access_token", token);
            answer.put("token_type", "N_A");
            answer.put("expires_in", expiresAt.getEpochSecond() - now.getEpochSecond());
            return answer;
        }

        @Override
        public String toString() {
            return "IdToken[]";
        }
    }

    @Override
    public Map<String, Object> answer(Instant now) {
        Map<String, Object> answer = new LinkedHashMap<>(tokens.answer(now));
        answer.put("issued_token_type", type.urn);
        answer.put("scope", String.join(" ", scopes));
        return answer;
    }
}
