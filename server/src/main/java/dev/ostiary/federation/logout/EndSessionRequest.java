package dev.ostiary.federation.logout;

import dev.ostiary.federation.Way;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A logout request to an OpenID Provider (OpenID Connect RP-Initiated Logout 1.0 section 2). */
final class EndSessionRequest {
    /** The longest ID token that goes in an address; a longer one is posted. */
    private static final int LONGEST_IN_QUERY = 4_000;

    private EndSessionRequest() {}

    /**
     * @param endpoint {@code end_session_endpoint}; null when the provider has none
     * @param idToken as it came
     * @return empty when the provider has no such endpoint
     */
    static Optional<Way> way(
            @Nullable URI endpoint, String clientId, String idToken, String redirectUri, String state) {
        if (endpoint == null) {
            return Optional.empty();
        }
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("id_token_hint", idToken);
        sent.put("client_id", clientId);
        sent.put("post_logout_redirect_uri", redirectUri);
        sent.put("state", state);
        return Optional.of(
                idToken.length() > LONGEST_IN_QUERY
                        ? new Way.Form(endpoint, sent)
                        : new Way.Redirect(
                                URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + query(sent))));
    }

    private static String query(Map<String, String> sent) {
        return sent.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
