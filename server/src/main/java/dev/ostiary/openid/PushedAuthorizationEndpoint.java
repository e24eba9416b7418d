package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthorizationRules.Decision;
import dev.ostiary.store.Store;
import java.util.Map;

/**
 * The pushed authorization request endpoint (RFC 9126 section 2): takes the parameters of an authorization request directly from the
 * application, which proves who it is as at the token endpoint.
 */
final class PushedAuthorizationEndpoint {
    static final String PATH = "/oauth/v2/par";

    private final Store store;
    private final ClientAuthentication clients;
    private final PushedRequests pushed;

    PushedAuthorizationEndpoint(Store store, ClientAuthentication clients, PushedRequests pushed) {
        this.store = store;
        this.clients = clients;
        this.pushed = pushed;
    }

    Response answer(Context context, Request request) {
        Parameters form = request.form();
        form.repeated().ifPresent(name -> {
            throw OAuthProblem.invalidRequest("a parameter may be sent only once");
        });
        ClientCredentials credentials = clients.credentials(context, request, form);
        App app = store.read(sql -> clients.application(sql, context.instanceId(), credentials))
                .state();
        if (!(app.config() instanceof App.Oidc config)) {
            throw OAuthProblem.of(OAuth2Error.UNAUTHORIZED_CLIENT, "the application signs nobody in");
        }
        check(config, form);
        String requestUri = pushed.add(context.instanceId(), config.clientId(), form);
        return Answers.json(201, Map.of("request_uri", requestUri, "expires_in", PushedRequests.LIFETIME.toSeconds()));
    }

    private static void check(App.Oidc config, Parameters form) {
        String redirectUri = TokenEndpoint.required(form, "redirect_uri");
        if (!RedirectUris.allowed(config, redirectUri)) {
            throw OAuthProblem.invalidRequest("redirect_uri is not registered for the application");
        }
        if (AuthorizationRules.decide(config, redirectUri, form) instanceof Decision.Invalid invalid) {
            throw OAuthProblem.of(invalid.error());
        }
    }
}
