package dev.ostiary.openid;

import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The provider's metadata (OpenID Connect Discovery section 4, RFC 8414): what is there, and nothing that is not. */
final class Discovery {
    static final String PATH = "/.well-known/openid-configuration";
    private static final String ORIGIN = "{origin}";
    private static final String ALGORITHMS = "{algorithms}";

    private final String template;
    private final SigningKeys keys;

    Discovery(List<String> grantTypes, SigningKeys keys) {
        this.template = Json.write(metadata(grantTypes));
        this.keys = keys;
    }

    /** Only origin and keys differ between requests, and filling them in costs less than keeping a document for every origin. */
    Response answer(Context context, Request request) {
        String algorithms = String.join("\",\"", keys.of(context.instanceId()).algorithms());
        String document = template.replace(ORIGIN, context.origin()).replace(ALGORITHMS, algorithms);
        return Answers.notStored(Response.of(200, "application/json", document));
    }

    private static Map<String, Object> metadata(List<String> grantTypes) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", ORIGIN);
        metadata.put("authorization_endpoint", ORIGIN + AuthorizeEndpoint.PATH);
        metadata.put("token_endpoint", ORIGIN + TokenEndpoint.PATH);
        metadata.put("introspection_endpoint", ORIGIN + IntrospectEndpoint.PATH);
        metadata.put("userinfo_endpoint", ORIGIN + UserinfoEndpoint.PATH);
        metadata.put("revocation_endpoint", ORIGIN + RevokeEndpoint.PATH);
        metadata.put("end_session_endpoint", ORIGIN + EndSessionEndpoint.PATH);
        metadata.put("device_authorization_endpoint", ORIGIN + DeviceAuthorizationEndpoint.PATH);
        metadata.put("pushed_authorization_request_endpoint", ORIGIN + PushedAuthorizationEndpoint.PATH);
        metadata.put("jwks_uri", ORIGIN + KeysEndpoint.PATH);
        metadata.put("scopes_supported", Scopes.STANDARD);
        metadata.put("response_types_supported", ResponseTypes.SUPPORTED);
        metadata.put("response_modes_supported", AuthorizationRules.RESPONSE_MODES);
        metadata.put("grant_types_supported", withImplicit(grantTypes));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of(ALGORITHMS));
        for (String endpoint : List.of("token", "revocation", "introspection")) {
            boolean none = !endpoint.equals("introspection");
            metadata.put(endpoint + "_endpoint_auth_methods_supported", clientAuthentication(none));
            metadata.put(endpoint + "_endpoint_auth_signing_alg_values_supported", Assertions.CLIENT_ALGORITHMS);
        }
        metadata.put("introspection_signing_alg_values_supported", List.of(ALGORITHMS));
        metadata.put("dpop_signing_alg_values_supported", DpopProof.ALGORITHMS);
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("prompt_values_supported", List.of("none", "login", "select_account"));
        metadata.put("acr_values_supported", List.of(SignIn.PASSWORD_CLASS));
        metadata.put("claims_supported", claims());
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        metadata.put("request_parameter_supported", true);
        metadata.put("request_object_signing_alg_values_supported", Assertions.CLIENT_ALGORITHMS);
        metadata.put("request_uri_parameter_supported", false);
        metadata.put("authorization_response_iss_parameter_supported", true);
        return metadata;
    }

    /** The implicit grant is not redeemed anywhere, so nobody knows its name but this document. */
    private static List<String> withImplicit(List<String> redeemable) {
        List<String> all = new ArrayList<>(redeemable);
        all.add(1, "implicit");
        return all;
    }

    private static List<String> clientAuthentication(boolean none) {
        return none
                ? List.of("none", "client_secret_basic", "client_secret_post", "private_key_jwt")
                : List.of("client_secret_basic", "client_secret_post", "private_key_jwt");
    }

    private static List<String> claims() {
        return List.of(
                "sub",
                "aud",
                "exp",
                "iat",
                "iss",
                "auth_time",
                "nonce",
                "acr",
                "amr",
                "at_hash",
                "act",
                "client_id",
                "azp",
                "sid",
                "preferred_username",
                "name",
                "family_name",
                "given_name",
                "nickname",
                "gender",
                "locale",
                "updated_at",
                "email",
                "email_verified",
                "phone_number",
                "phone_number_verified");
    }
}
