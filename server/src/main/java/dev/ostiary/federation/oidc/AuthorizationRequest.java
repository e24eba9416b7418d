package dev.ostiary.federation.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.ostiary.federation.Beginning;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request to a provider (RFC 6749 section 4.1.1, PKCE as in RFC 7636), which may be an authentication request (OpenID
 * Connect Core 1.0 section 3.1.2.1).
 *
 * @param nonce empty to send none
 * @param verifier PKCE code verifier, empty for a request without PKCE
 * @param responseMode how the answer comes back (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1); empty for the usual way
 */
record AuthorizationRequest(
        String clientId,
        List<String> scopes,
        Wishes wishes,
        String redirectUri,
        String state,
        String nonce,
        String verifier,
        String responseMode) {
    static final String SELECT_ACCOUNT = "select_account";

    /**
     * Which prompt is sent. {@code login} goes on to the provider: the application wants the person to prove anew who they are. The
     * account chooser is asked for where nobody knows who it is, unless the provider's metadata lists prompts without it.
     *
     * @param announced {@code prompt_values_supported}, null when the provider says nothing
     * @param plainly the account chooser is not asked for
     */
    static String prompt(Beginning beginning, @Nullable List<String> announced, boolean plainly) {
        if (beginning.prompts().contains("login")) {
            return "login";
        }
        boolean wanted = beginning.loginHint().isEmpty() || beginning.prompts().contains(SELECT_ACCOUNT);
        boolean possible = announced == null || announced.contains(SELECT_ACCOUNT);
        return wanted && possible && !plainly ? SELECT_ACCOUNT : "";
    }

    URI to(URI authorizationEndpoint) {
        return to(authorizationEndpoint, parameters());
    }

    static URI to(URI authorizationEndpoint, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String endpoint = authorizationEndpoint.toString();
        return URI.create(endpoint + (endpoint.contains("?") ? "&" : "?") + query);
    }

    Map<String, String> parameters() {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("response_type", "code");
        putUnlessEmpty(sent, "response_mode", responseMode);
        sent.put("client_id", clientId);
        sent.put("redirect_uri", redirectUri);
        putUnlessEmpty(sent, "scope", String.join(" ", scopes));
        sent.put("state", state);
        putUnlessEmpty(sent, "nonce", nonce);
        if (!verifier.isEmpty()) {
            sent.put("code_challenge", challenge());
            sent.put("code_challenge_method", "S256");
        }
        putUnlessEmpty(sent, "prompt", wishes.prompt());
        if (wishes.maxAge() != null) {
            sent.put("max_age", Long.toString(wishes.maxAge().toSeconds()));
        }
        sent.putAll(wishes.others());
        return sent;
    }

    private static void putUnlessEmpty(Map<String, String> sent, String name, String value) {
        if (!value.isEmpty()) {
            sent.put(name, value);
        }
    }

    private String challenge() {
        return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                .getValue();
    }
}
