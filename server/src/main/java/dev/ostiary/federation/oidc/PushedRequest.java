package dev.ostiary.federation.oidc;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderMetadata;
import dev.ostiary.upstream.UpstreamSettings.Pushing;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An authorization request that goes to the provider directly; the browser brings only a reference to it (RFC 9126). */
record PushedRequest(AuthorizationRequest request) {

    /**
     * Returns where requests are pushed to; empty when they are not.
     *
     * @throws LoginFailure when they must be and can't
     */
    static Optional<URI> endpoint(ProviderMetadata provider, Pushing pushing) throws LoginFailure {
        URI endpoint = provider.pushedAuthorizationEndpoint();
        boolean must = pushing == Pushing.ALWAYS || provider.requiresPushedRequests();
        if (must && endpoint == null) {
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE,
                    Stage.AUTHORIZE,
                    "the request must be pushed, and the metadata has no pushed_authorization_request_endpoint");
        }
        return must || pushing == Pushing.WHEN_OFFERED ? Optional.ofNullable(endpoint) : Optional.empty();
    }

    /** Returns where the browser goes (section 4). */
    URI send(OutboundClient http, URI endpoint, ClientProof proof, URI authorizationEndpoint) throws LoginFailure {
        Map<String, Object> answer =
                new ClientForm(Stage.AUTHORIZE, request.parameters(), List.of()).post(http, endpoint, proof, 201);
        if (!(answer.get("request_uri") instanceof String requestUri) || requestUri.isEmpty()) {
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE, Stage.AUTHORIZE, "no request_uri came for the pushed request");
        }
        return AuthorizationRequest.to(
                authorizationEndpoint, Map.of("client_id", request.clientId(), "request_uri", requestUri));
    }
}
