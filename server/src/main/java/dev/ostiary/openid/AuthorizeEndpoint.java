package dev.ostiary.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.openid.connect.sdk.OIDCError;
import dev.ostiary.app.App;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthorizationRules.Decision;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.Session;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.upstream.ForwardedNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The authorization endpoint (RFC 6749 section 3.1, OpenID Connect Core sections 3.1.2 and 3.2.2).
 *
 * <p>A valid request is stored and the browser goes on to the login pages, except with {@code prompt=none}, which is answered at once; or to
 * the pages that the application has elsewhere, which alone know who is signed in there. The browser is never sent to a URI that is not registered.
 */
final class AuthorizeEndpoint {
    static final String PATH = "/oauth/v2/authorize";
    private static final String LOGIN = "/ui/login/login?authRequestID=";

    private final Store store;
    private final ProjectAccess access;
    private final ScopeLookup lookup;
    private final Resources resources;
    private final SigningKeys keys;
    private final AuthRequests requests;
    private final PushedRequests pushed;
    private final RequestObjects objects;
    private final Requirements requirements;
    private final SignIn.Current signIn;
    private final ForwardedNames forwarded;
    private final InstantSource clock;

    AuthorizeEndpoint(
            Store store,
            ProjectAccess access,
            ScopeLookup lookup,
            Resources resources,
            SigningKeys keys,
            AuthRequests requests,
            PushedRequests pushed,
            RequestObjects objects,
            Requirements requirements,
            SignIn.Current signIn,
            ForwardedNames forwarded,
            InstantSource clock) {
        this.store = store;
        this.access = access;
        this.lookup = lookup;
        this.resources = resources;
        this.keys = keys;
        this.requests = requests;
        this.pushed = pushed;
        this.objects = objects;
        this.requirements = requirements;
        this.signIn = signIn;
        this.forwarded = forwarded;
        this.clock = clock;
    }

    /** An application and a redirect URI of its own. */
    private record Client(Stored<App> app, App.Oidc config, String redirectUri) {}

    Response answer(Context context, Request request) {
        Parameters sent = isPost(request) ? request.form() : request.queryParameters();
        boolean isPushed = PushedRequests.isOurs(sent.first("request_uri").orElse(""));
        Parameters parameters = parameters(context, sent);
        Client client = client(context, parameters);
        Demands demands = requirements.of(context, client.app.state());
        return switch (AuthorizationRules.decide(client.config, demands, isPushed, client.redirectUri, parameters)) {
            case Decision.Invalid invalid ->
                Responses.error(context, invalid.destination(), invalid.error(), redirectStatus(request));
            case Decision.Valid valid -> goOn(context, request, parameters, client, valid.asked());
        };
    }

    private static boolean isPost(Request request) {
        return request.method().equals("POST");
    }

    private static int redirectStatus(Request request) {
        return isPost(request) ? 303 : 302;
    }

    /** Those that the application has pushed (RFC 9126 section 4) or signed (RFC 9101), or else those that came. */
    private Parameters parameters(Context context, Parameters sent) {
        String requestUri = sent.first("request_uri").orElse("");
        return PushedRequests.isOurs(requestUri)
                ? pushed.take(context.instanceId(), once(sent, "client_id"), requestUri)
                        .orElseThrow(() -> OAuthProblem.invalidRequest("request_uri is unknown, expired or used"))
                : objects.opened(context, once(sent, "client_id"), sent);
    }

    /** What goes wrong before the redirect URI is known to be the application's is told to nobody but who sent the request. */
    private Client client(Context context, Parameters parameters) {
        String clientId = once(parameters, "client_id");
        Stored<App> app = store.read(sql -> access.active(sql, context.instanceId(), clientId))
                .orElseThrow(() -> OAuthProblem.invalidRequest("no application has this client_id"));
        if (!(app.state().config() instanceof App.Oidc config)) {
            throw OAuthProblem.of(OAuth2Error.UNAUTHORIZED_CLIENT, "the application signs nobody in");
        }
        String redirectUri = once(parameters, "redirect_uri");
        if (!RedirectUris.allowed(config, redirectUri, AuthorizationRules.bringTokens(parameters))) {
            throw OAuthProblem.invalidRequest("redirect_uri is not registered for the application");
        }
        return new Client(app, config, redirectUri);
    }

    private static String once(Parameters parameters, String name) {
        if (parameters.all(name).size() > 1) {
            throw OAuthProblem.invalidRequest("a parameter may be sent only once");
        }
        return parameters.first(name).orElseThrow(() -> OAuthProblem.invalidRequest("auth request is missing " + name));
    }

    private Response goOn(Context context, Request request, Parameters parameters, Client client, Asked asked) {
        int redirectStatus = redirectStatus(request);
        try {
            AuthRequest authRequest = authRequest(context, parameters, client, asked);
            Optional<String> elsewhere = HostedElsewhere.location(client.config, authRequest.id());
            if (elsewhere.isPresent()) {
                requests.add(context.instanceId(), authRequest);
                return Responses.redirect(redirectStatus, elsewhere.get());
            }
            if (asked.hasPrompt("none")) {
                String location = requests.grant(context, authRequest, silently(context, request, authRequest));
                return Responses.redirect(redirectStatus, location);
            }
            requests.add(context.instanceId(), authRequest);
            return Responses.redirect(
                    redirectStatus, LOGIN + URLEncoder.encode(authRequest.id(), StandardCharsets.UTF_8));
        } catch (Resources.Unknown unknown) {
            ErrorObject error = unknown.atAuthorizationEndpoint().error();
            return Responses.error(context, asked.destination(), error, redirectStatus);
        } catch (Refusal refusal) {
            return Responses.error(context, asked.destination(), refusal.error(), redirectStatus);
        } catch (Problem problem) {
            ErrorObject error = OAuth2Error.ACCESS_DENIED.setDescription("the user may not sign in");
            return Responses.error(context, asked.destination(), error, redirectStatus);
        }
    }

    /** Finds the session that answers the request without anything being shown (OpenID Connect Core section 3.1.2.1). */
    private Stored<Session> silently(Context context, Request request, AuthRequest authRequest) {
        Instant now = clock.instant();
        Stored<Session> found = signIn.of(context, request)
                .filter(session -> SignIn.isUsable(authRequest, session.state(), now))
                .filter(session -> authRequest.hintedUser().isEmpty()
                        || authRequest.hintedUser().equals(session.state().userId()))
                .orElseThrow(() -> new Refusal(OIDCError.LOGIN_REQUIRED, "the user has to sign in"));
        if (!SignIn.isOfClass(authRequest, found.state())) {
            throw new Refusal(SignIn.UNMET, SignIn.UNMET_BECAUSE);
        }
        return found;
    }

    private AuthRequest authRequest(Context context, Parameters parameters, Client client, Asked asked) {
        Map<String, String> forProvider = forwarded.of(context.instanceId(), parameters);
        String hintedUser = asked.idTokenHint().isEmpty() ? "" : hintedUser(context, asked.idTokenHint());
        return store.read(sql -> new AuthRequest(
                "V2_" + Secrets.token(),
                client.config.clientId(),
                client.redirectUri,
                asked.destination().responseMode(),
                asked.destination().state(),
                asked.nonce(),
                lookup.withRoles(sql, client.app, asked.scopes()),
                resources.added(
                        sql, context, lookup.audience(sql, context, client.app, asked.scopes()), asked.resources()),
                asked.codeChallenge(),
                asked.prompts(),
                asked.maxAge(),
                asked.loginHint(),
                asked.uiLocales(),
                lookup.organization(sql, context.instanceId(), asked.scopes()),
                Scopes.identityProvider(asked.scopes()).orElse(""),
                hintedUser,
                clock.instant(),
                asked.jkt(),
                asked.implicit(),
                asked.essentialAcr(),
                forProvider.isEmpty() ? null : forProvider));
    }

    /** A hint that is not ours is only a hint less. */
    private String hintedUser(Context context, String idToken) {
        return keys.of(context.instanceId())
                .verified(idToken)
                .filter(claims -> context.issuer().equals(claims.getIssuer()))
                .map(JWTClaimsSet::getSubject)
                .orElse("");
    }
}
