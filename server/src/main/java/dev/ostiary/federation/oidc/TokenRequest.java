package dev.ostiary.federation.oidc;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.outbound.OutboundClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exchanges a code for tokens (RFC 6749 section 4.1.3, OpenID Connect Core 1.0 section 3.1.3).
 *
 * @param verifier PKCE code verifier, empty when none was used
 */
record TokenRequest(String code, String redirectUri, String verifier) {

    /** Returns what the provider answers with (RFC 6749 section 5.1). */
    Map<String, Object> send(OutboundClient http, URI endpoint, ClientProof proof) throws LoginFailure {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectUri);
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        return new ClientForm(Stage.TOKEN, form, List.of(code, verifier)).post(http, endpoint, proof, 200);
    }

    @Override
    public String toString() {
        return "TokenRequest[]";
    }
}
