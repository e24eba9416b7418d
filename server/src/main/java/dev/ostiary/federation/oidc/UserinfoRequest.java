package dev.ostiary.federation.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundLimits;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;

/**
 * Asks a provider about a person (OpenID Connect Core 1.0 section 5.3). JSON answers only.
 *
 * @param subject of the ID token: the answer must be about the same (section 5.3.2)
 */
record UserinfoRequest(URI endpoint, String accessToken, String subject) {

    Map<String, Object> send(OutboundClient http) throws LoginFailure {
        OutboundAnswer answer;
        try {
            answer = http.getWithToken(endpoint, "application/json", accessToken, OutboundLimits.ANSWER);
        } catch (OutboundFailure e) {
            throw LoginFailure.unanswered(Stage.USERINFO, e);
        }
        if (answer.status() != 200) {
            throw unusable("HTTP " + answer.status());
        }
        if (answer.mediaType().equals("application/jwt")) {
            throw unusable("the answer is signed (application/jwt), which is not supported: turn on isIdTokenMapping");
        }
        return about(claims(answer));
    }

    private static Map<String, Object> claims(OutboundAnswer answer) throws LoginFailure {
        try {
            return JSONObjectUtils.parse(answer.text());
        } catch (ParseException e) {
            throw unusable("not a JSON object (" + answer.mediaType() + ")");
        }
    }

    private Map<String, Object> about(Map<String, Object> claims) throws LoginFailure {
        if (!subject.equals(claims.get("sub"))) {
            throw unusable("sub is not that of the ID token");
        }
        return claims;
    }

    private static LoginFailure unusable(String detail) {
        return new LoginFailure(Reason.USERINFO_UNUSABLE, Stage.USERINFO, detail);
    }

    @Override
    public String toString() {
        return "UserinfoRequest[" + endpoint + "]";
    }
}
