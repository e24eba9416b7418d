package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthorizationRules.Decision;
import dev.ostiary.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pushed authorization request endpoint (RFC 9126 section 2): takes the parameters of an authorization request directly from the
 * application, which proves who it is as at the token endpoint.
 */
final class PushedAuthorizationEndpoint {
    static final String PATH = "/oauth/v2/par";

    private final Store store;
    private final ClientAuthentication clients;
    private final DpopProofs proofs;
    private final PushedRequests pushed;
    private final RequestObjects objects;
    private final Requirements requirements;

    PushedAuthorizationEndpoint(
            Store store,
            ClientAuthentication clients,
            DpopProofs proofs,
            PushedRequests pushed,
            RequestObjects objects,
            Requirements requirements) {
        this.store = store;
        this.clients = clients;
        this.proofs = proofs;
        this.pushed = pushed;
        this.objects = objects;
        this.requirements = requirements;
    }

    Response answer(Context context, Request request) {
        Parameters form = request.form();
        form.repeated(AuthorizationRules.REPEATABLE).ifPresent(name -> {
            throw OAuthProblem.invalidRequest("a parameter may be sent only once");
        });
        ClientCredentials credentials = clients.credentials(context, request, form);
        App app = store.read(sql -> clients.application(sql, context.instanceId(), credentials))
                .state();
        if (!(app.config() instanceof App.Oidc config)) {
            throw OAuthProblem.of(OAuth2Error.UNAUTHORIZED_CLIENT, "the application signs nobody in");
        }
        Parameters asked = objects.opened(context, config.clientId(), form);
        Demands demands = requirements.of(context, app);
        check(config, demands, asked);
        Optional<DpopProof> proof = proofs.ofTokenRequest(context, request);
        proof.ifPresent(shown -> shown.require(demands.security()));
        Parameters bound = proof.map(shown -> boundTo(shown.jkt(), asked)).orElse(asked);
        String requestUri = pushed.add(context.instanceId(), config.clientId(), bound);
        return Answers.json(201, Map.of("request_uri", requestUri, "expires_in", PushedRequests.LIFETIME.toSeconds()));
    }

    /** A proof says the same as {@code dpop_jkt} (RFC 9449 section 10.1). */
    private static Parameters boundTo(String jkt, Parameters form) {
        if (!form.first("dpop_jkt").orElse(jkt).equals(jkt)) {
            throw OAuthProblem.of(OAuth2Error.INVALID_DPOP_PROOF, "dpop_jkt is the thumbprint of another key");
        }
        Map<String, List<String>> values = new LinkedHashMap<>(form.values());
        values.put("dpop_jkt", List.of(jkt));
        return new Parameters(values);
    }

    private static void check(App.Oidc config, Demands demands, Parameters form) {
        String redirectUri = TokenEndpoint.required(form, "redirect_uri");
        if (!RedirectUris.allowed(config, redirectUri, AuthorizationRules.bringTokens(form))) {
            throw OAuthProblem.invalidRequest("redirect_uri is not registered for the application");
        }
        if (AuthorizationRules.decide(config, demands, true, redirectUri, form) instanceof Decision.Invalid invalid) {
            throw OAuthProblem.of(invalid.error());
        }
    }
}
