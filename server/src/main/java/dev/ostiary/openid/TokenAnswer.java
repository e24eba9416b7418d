package dev.ostiary.openid;

import java.time.Instant;
import java.util.Map;

/** What the token endpoint answers with. */
interface TokenAnswer {
    /** The access token response (RFC 6749 section 5.1). */
    Map<String, Object> answer(Instant now);
}
