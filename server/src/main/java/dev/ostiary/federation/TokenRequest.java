package dev.ostiary.federation;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundLimits;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exchanges a code for tokens (RFC 6749 section 4.1.3, OpenID Connect Core 1.0 section 3.1.3).
 *
 * @param verifier PKCE code verifier, empty when none was used
 */
record TokenRequest(String clientId, String clientSecret, String code, String redirectUri, String verifier) {

    /**
     * Returns what the provider answers with (RFC 6749 section 5.1).
     *
     * @param clientAuthentication how clients may authenticate there
     */
    Map<String, Object> send(OutboundClient http, URI endpoint, List<String> clientAuthentication) throws LoginFailure {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        Map<String, String> headers = authenticate(clientAuthentication, form);
        try {
            return read(http.postForm(endpoint, form, headers, OutboundLimits.TOKENS));
        } catch (OutboundFailure e) {
            throw LoginFailure.unanswered(Stage.TOKEN, e);
        }
    }

    /** Authenticates as the provider announces it (RFC 6749 section 2.3.1), basic before post; returns headers, or adds to the form. */
    private Map<String, String> authenticate(List<String> announced, Map<String, String> form) throws LoginFailure {
        if (announced.contains("client_secret_basic")) {
            String credentials = encode(clientId) + ":" + encode(clientSecret);
            String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
            return Map.of("Authorization", "Basic " + encoded);
        }
        if (announced.contains("client_secret_post")) {
            form.put("client_id", clientId);
            form.put("client_secret", clientSecret);
            return Map.of();
        }
        throw new LoginFailure(
                Reason.PROVIDER_UNUSABLE,
                Stage.TOKEN,
                "the provider takes neither client_secret_basic nor client_secret_post but " + announced);
    }

    /** Some providers refuse with status 200. */
    private Map<String, Object> read(OutboundAnswer answer) throws LoginFailure {
        Map<String, Object> body = json(answer);
        if (answer.status() != 200 || body.containsKey("error")) {
            throw refused(answer.status(), body);
        }
        return body;
    }

    private static Map<String, Object> json(OutboundAnswer answer) throws LoginFailure {
        try {
            return JSONObjectUtils.parse(answer.text());
        } catch (ParseException e) {
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE,
                    Stage.TOKEN,
                    "HTTP " + answer.status() + " with something that is not a JSON object (" + answer.mediaType()
                            + ")");
        }
    }

    /** RFC 6749 section 5.2; some of the words are GitHub's. */
    private LoginFailure refused(int status, Map<String, Object> body) {
        String error = body.get("error") instanceof String said ? said : "none";
        String description = body.get("error_description") instanceof String said ? ", " + said : "";
        Reason reason = switch (error) {
            case "invalid_client", "unauthorized_client", "incorrect_client_credentials" -> Reason.CLIENT_REFUSED;
            case "invalid_grant", "bad_verification_code" -> Reason.CODE_REFUSED;
            default -> status == 401 ? Reason.CLIENT_REFUSED : Reason.PROVIDER_ERROR;
        };
        return new LoginFailure(
                reason, Stage.TOKEN, "HTTP " + status + ", error " + withoutSecrets(error + description));
    }

    /** Some providers repeat what they were sent. */
    private String withoutSecrets(String text) {
        String clean = text;
        for (String secret : List.of(clientSecret, code, verifier)) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, "…");
        }
        return clean;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenRequest[" + clientId + "]";
    }
}
