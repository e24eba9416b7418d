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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A form that this server posts as a client of a provider.
 *
 * @param stage of the sign-in
 * @param fields beside those that prove who the client is
 * @param secrets values that the step log must not repeat
 */
record ClientForm(Stage stage, Map<String, String> fields, List<String> secrets) {

    /**
     * Returns what the provider answers with.
     *
     * @param expected the status of success
     */
    Map<String, Object> post(OutboundClient http, URI endpoint, ClientProof proof, int expected) throws LoginFailure {
        Map<String, String> form = new LinkedHashMap<>(fields);
        Map<String, String> headers = proof.addTo(form, stage);
        OutboundAnswer answer;
        try {
            answer = http.postForm(endpoint, form, headers, OutboundLimits.TOKENS);
        } catch (OutboundFailure e) {
            throw LoginFailure.unanswered(stage, e);
        }
        Map<String, Object> body = json(answer);
        if (answer.status() != expected
                || body.containsKey("error")) { // some providers refuse with the status of success
            throw refused(answer.status(), body, proof);
        }
        return body;
    }

    private Map<String, Object> json(OutboundAnswer answer) throws LoginFailure {
        try {
            return JSONObjectUtils.parse(answer.text());
        } catch (ParseException e) {
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE,
                    stage,
                    "HTTP " + answer.status() + " with something that is not a JSON object (" + answer.mediaType()
                            + ")");
        }
    }

    /** RFC 6749 section 5.2; some of the words are GitHub's. */
    private LoginFailure refused(int status, Map<String, Object> body, ClientProof proof) {
        String error = body.get("error") instanceof String said ? said : "none";
        String description = body.get("error_description") instanceof String said ? ", " + said : "";
        Reason reason = switch (error) {
            case "invalid_client", "unauthorized_client", "incorrect_client_credentials" -> Reason.CLIENT_REFUSED;
            case "invalid_grant", "bad_verification_code" -> Reason.CODE_REFUSED;
            default -> status == 401 ? Reason.CLIENT_REFUSED : Reason.PROVIDER_ERROR;
        };
        return new LoginFailure(
                reason, stage, "HTTP " + status + ", error " + withoutSecrets(error + description, proof));
    }

    /** Some providers repeat what they were sent. */
    private String withoutSecrets(String text, ClientProof proof) {
        List<String> all =
                Stream.concat(Stream.of(proof.secret()), secrets.stream()).toList();
        String clean = text;
        for (String secret : all) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, "…");
        }
        return clean;
    }

    @Override
    public String toString() {
        return "ClientForm[" + stage + "]";
    }
}
