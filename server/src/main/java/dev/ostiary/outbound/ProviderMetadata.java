package dev.ostiary.outbound;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an OpenID Provider says of itself (OpenID Connect Discovery 1.0 section 3), as far as a relying party needs it.
 *
 * @param userinfoEndpoint null when it has none
 * @param signingAlgorithms {@code id_token_signing_alg_values_supported}; RS256 when it says nothing
 * @param clientAuthentication {@code token_endpoint_auth_methods_supported}; client_secret_basic when it says nothing
 * @param codeChallengeMethods {@code code_challenge_methods_supported} (RFC 8414 section 2)
 * @param scopes {@code scopes_supported}; null when it says nothing
 * @param prompts {@code prompt_values_supported} (Initiating User Registration via OpenID Connect 1.0 section 4); null when it says nothing
 * @param endSessionEndpoint {@code end_session_endpoint} (OpenID Connect RP-Initiated Logout 1.0 section 2.1); null when it has none
 * @param pushedAuthorizationEndpoint {@code pushed_authorization_request_endpoint} (RFC 9126 section 5), null when it has none
 * @param requiresPushedRequests {@code require_pushed_authorization_requests}
 * @param issInResponse {@code authorization_response_iss_parameter_supported} (RFC 9207 section 3)
 */
public record ProviderMetadata(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI jwksUri,
        @Nullable URI userinfoEndpoint,
        List<String> signingAlgorithms,
        List<String> clientAuthentication,
        List<String> codeChallengeMethods,
        @Nullable List<String> scopes,
        @Nullable List<String> prompts,
        @Nullable URI endSessionEndpoint,
        @Nullable URI pushedAuthorizationEndpoint,
        boolean requiresPushedRequests,
        boolean issInResponse) {

    /**
     * Reads a metadata document.
     *
     * @param issuer the issuer it was asked of: the document must name exactly this one (section 4.3)
     */
    static ProviderMetadata parse(String json, String issuer) throws DiscoveryFailure {
        Map<String, Object> document;
        try {
            document = JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new DiscoveryFailure(DiscoveryFailure.Reason.NOT_METADATA, "the answer is not a JSON object", e);
        }
        try {
            return read(document, issuer);
        } catch (ParseException e) {
            throw new DiscoveryFailure(
                    DiscoveryFailure.Reason.NOT_METADATA, "a value has the wrong type: " + e.getMessage(), e);
        }
    }

    private static ProviderMetadata read(Map<String, Object> document, String issuer)
            throws ParseException, DiscoveryFailure {
        String named = JSONObjectUtils.getString(document, "issuer");
        if (named == null) {
            throw new DiscoveryFailure(DiscoveryFailure.Reason.NOT_METADATA, "issuer is missing");
        }
        if (!issuer.equals(named)) {
            throw new DiscoveryFailure(
                    DiscoveryFailure.Reason.ISSUER_MISMATCH,
                    "the provider names the issuer '" + named + "', configured is '" + issuer + "'");
        }
        boolean https = issuer.regionMatches(true, 0, "https:", 0, 6);
        return new ProviderMetadata(
                issuer,
                required(document, "authorization_endpoint", https),
                required(document, "token_endpoint", https),
                required(document, "jwks_uri", https),
                endpoint(document, "userinfo_endpoint", https).orElse(null),
                strings(document, "id_token_signing_alg_values_supported").orElse(List.of("RS256")),
                strings(document, "token_endpoint_auth_methods_supported").orElse(List.of("client_secret_basic")),
                strings(document, "code_challenge_methods_supported").orElse(List.of()),
                strings(document, "scopes_supported").orElse(null),
                strings(document, "prompt_values_supported").orElse(null),
                endSessionEndpoint(document, https),
                endpoint(document, "pushed_authorization_request_endpoint", https)
                        .orElse(null),
                Boolean.TRUE.equals(document.get("require_pushed_authorization_requests")),
                Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")));
    }

    /** Returns those of some scopes that it may know: all, when it doesn't list its own. */
    public List<String> known(List<String> wanted) {
        return scopes == null
                ? wanted
                : wanted.stream().filter(scopes::contains).toList();
    }

    /** One that can't be used is none: where people sign out must not keep them from signing in. */
    private static @Nullable URI endSessionEndpoint(Map<String, Object> document, boolean https) {
        try {
            return endpoint(document, "end_session_endpoint", https).orElse(null);
        } catch (ParseException | DiscoveryFailure unusable) {
            return null;
        }
    }

    private static URI required(Map<String, Object> document, String name, boolean https)
            throws ParseException, DiscoveryFailure {
        return endpoint(document, name, https)
                .orElseThrow(() -> new DiscoveryFailure(DiscoveryFailure.Reason.NOT_METADATA, name + " is missing"));
    }

    private static Optional<URI> endpoint(Map<String, Object> document, String name, boolean https)
            throws ParseException, DiscoveryFailure {
        URI uri = JSONObjectUtils.getURI(document, name);
        if (uri == null) {
            return Optional.empty();
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && !https;
        if (!(secure || plain) || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new DiscoveryFailure(
                    DiscoveryFailure.Reason.INVALID_ENDPOINT,
                    name + (https ? " is not an https URL" : " is not an http or https URL"));
        }
        return Optional.of(uri);
    }

    private static Optional<List<String>> strings(Map<String, Object> document, String name) throws ParseException {
        return Optional.ofNullable(JSONObjectUtils.getStringList(document, name))
                .map(List::copyOf);
    }
}
