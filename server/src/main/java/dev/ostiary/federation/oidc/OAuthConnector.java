package dev.ostiary.federation.oidc;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.Connector;
import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Obtained;
import dev.ostiary.federation.Reason;
import dev.ostiary.federation.StepLog;
import dev.ostiary.federation.Way;
import dev.ostiary.federation.oidc.ClientProofs.Client;
import dev.ostiary.federation.oidc.OAuthAccounts.GitHubEmail;
import dev.ostiary.idp.AzureAd;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.GitHub;
import dev.ostiary.idp.GitHubEnterprise;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.OAuth;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.store.Json;
import dev.ostiary.store.Stored;
import dev.ostiary.upstream.UpstreamControl;
import dev.ostiary.upstream.UpstreamSettings.Authentication;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Signs people in through an OAuth 2.0 authorization server (RFC 6749 section 4.1), and a resource of it that tells who they are. */
final class OAuthConnector implements Connector {
    private static final String JSON = "application/json";
    private static final String GITHUB_JSON = "application/vnd.github+json";

    /**
     * What must be known when the browser comes back.
     *
     * @param verifier PKCE code verifier, empty when none is used
     */
    private record Memory(String issuer, String verifier, String prompt) {}

    private final OutboundClient http;
    private final ClientProofs proofs;
    private final InstantSource clock;

    OAuthConnector(OutboundClient http, ClientProofs proofs, InstantSource clock) {
        this.http = http;
        this.proofs = proofs;
        this.clock = clock;
    }

    @Override
    public Departure begin(Start start, StepLog log) {
        Config.OAuth2 config = config(start);
        OAuthProvider provider = OAuthProvider.of(config);
        Wishes wishes = Wishes.of(
                start.beginning(), proofs.control(start.provider()).settings(), provider.prompts(), start.plainly());
        Memory memory = new Memory(provider.issuer(), provider.pkce() ? Secrets.token() : "", wishes.prompt());
        AuthorizationRequest request = new AuthorizationRequest(
                config.clientId(),
                provider.scopes(),
                wishes,
                start.redirectUri(),
                start.state(),
                "",
                memory.verifier(),
                "");
        log.ok(
                Stage.AUTHORIZE,
                "to " + provider.authorizationEndpoint() + (provider.pkce() ? " with PKCE" : " without PKCE")
                        + (wishes.prompt().isEmpty() ? "" : ", prompt " + wishes.prompt()));
        return new Departure(new Way.Redirect(request.to(provider.authorizationEndpoint())), Json.write(memory));
    }

    @Override
    public ExternalIdentity complete(Return answer, StepLog log) throws LoginFailure, PlainlyPlease {
        Config.OAuth2 config = config(answer.start());
        OAuthProvider provider = OAuthProvider.of(config);
        Memory memory = Json.read(answer.memory(), Memory.class);
        if (!memory.issuer().equals(provider.issuer())) {
            throw new LoginFailure(
                    Reason.PROVIDER_CHANGED,
                    Stage.CALLBACK,
                    "the provider was pointed elsewhere since the sign-in began");
        }
        boolean mayBePlainer = memory.prompt().equals(AuthorizationRequest.SELECT_ACCOUNT);
        String code = new AuthorizationResponse(answer.parameters(), null, false, mayBePlainer).code();
        log.ok(Stage.CALLBACK, "with a code");
        String token = token(answer, config, provider, code, memory, log);
        Instant before = clock.instant();
        ExternalIdentity identity = identity(config, provider, token);
        log.ok(Stage.USERINFO, "HTTP 200" + since(before) + ", account " + identity.subject());
        return identity.with(Obtained.tokens(token, ""));
    }

    /** Where it isn't known how clients authenticate, a refusal of one way leads to the next: it doesn't use up the code. */
    private String token(
            Return answer, Config.OAuth2 config, OAuthProvider provider, String code, Memory memory, StepLog log)
            throws LoginFailure {
        Stored<IdentityProvider> idp = answer.start().provider();
        UpstreamControl control = proofs.control(idp);
        TokenRequest request = new TokenRequest(code, answer.start().redirectUri(), memory.verifier());
        Instant before = clock.instant();
        for (Iterator<String> ways = ways(provider, control).iterator(); ; ) {
            String way = ways.next();
            Client client = new Client(config.clientId(), "", provider.tokenEndpoint(), List.of(way));
            try {
                ClientProof proof = proofs.make(idp, control, client, Stage.TOKEN);
                Map<String, Object> tokens = request.send(http, provider.tokenEndpoint(), proof);
                log.ok(Stage.TOKEN, "HTTP 200" + since(before) + ", " + way);
                return accessToken(tokens);
            } catch (LoginFailure refused) {
                if (refused.reason() != Reason.CLIENT_REFUSED || !ways.hasNext()) {
                    throw refused;
                }
            }
        }
    }

    /** What an administrator said is the only way. */
    private static List<String> ways(OAuthProvider provider, UpstreamControl control) {
        Authentication said = control.settings().authentication();
        return said == Authentication.ANNOUNCED ? provider.clientAuthentication() : List.of(said.name());
    }

    /** RFC 6749 sections 5.1 and 7.1. */
    private static String accessToken(Map<String, Object> tokens) throws LoginFailure {
        if (!(tokens.get("access_token") instanceof String token) || token.isEmpty()) {
            throw new LoginFailure(Reason.PROVIDER_UNUSABLE, Stage.TOKEN, "no access_token came along");
        }
        if (tokens.get("token_type") instanceof String type && !type.equalsIgnoreCase("Bearer")) {
            throw new LoginFailure(Reason.PROVIDER_UNUSABLE, Stage.TOKEN, "the token is not a bearer token: " + type);
        }
        return token;
    }

    private ExternalIdentity identity(Config.OAuth2 config, OAuthProvider provider, String token) throws LoginFailure {
        URI user = provider.userEndpoint();
        return switch (config) {
            case OAuth any -> OAuthAccounts.any(provider.issuer(), any.idAttribute(), object(get(user, JSON, token)));
            case GitHub cloud -> gitHub(provider, token);
            case GitHubEnterprise own -> gitHub(provider, token);
            case AzureAd directory -> OAuthAccounts.graph(provider.issuer(), directory, object(get(user, JSON, token)));
        };
    }

    private ExternalIdentity gitHub(OAuthProvider provider, String token) throws LoginFailure {
        Map<String, Object> user = object(get(provider.userEndpoint(), GITHUB_JSON, token));
        OutboundAnswer emails = ask(URI.create(provider.userEndpoint() + "/emails"), GITHUB_JSON, token);
        return OAuthAccounts.gitHub(provider.issuer(), user, emails.status() == 200 ? emails(emails) : List.of());
    }

    private OutboundAnswer get(URI endpoint, String accept, String token) throws LoginFailure {
        OutboundAnswer answer = ask(endpoint, accept, token);
        if (answer.status() != 200) {
            throw unusable("HTTP " + answer.status());
        }
        return answer;
    }

    private OutboundAnswer ask(URI endpoint, String accept, String token) throws LoginFailure {
        try {
            return http.getWithToken(endpoint, accept, token, OutboundLimits.ANSWER);
        } catch (OutboundFailure e) {
            throw LoginFailure.unanswered(Stage.USERINFO, e);
        }
    }

    private static Map<String, Object> object(OutboundAnswer answer) throws LoginFailure {
        try {
            return JSONObjectUtils.parse(answer.text());
        } catch (ParseException e) {
            throw unusable("not a JSON object (" + answer.mediaType() + ")");
        }
    }

    private static List<GitHubEmail> emails(OutboundAnswer answer) throws LoginFailure {
        try {
            return JSONArrayUtils.parse(answer.text()).stream()
                    .filter(Map.class::isInstance)
                    .map(Map.class::cast)
                    .map(email -> new GitHubEmail(
                            email.get("email") instanceof String address ? address : "",
                            Boolean.TRUE.equals(email.get("primary")),
                            Boolean.TRUE.equals(email.get("verified"))))
                    .toList();
        } catch (ParseException e) {
            throw unusable("the e-mail addresses are not a JSON array (" + answer.mediaType() + ")");
        }
    }

    private static LoginFailure unusable(String detail) {
        return new LoginFailure(Reason.USERINFO_UNUSABLE, Stage.USERINFO, detail);
    }

    private String since(Instant before) {
        return " in " + Duration.between(before, clock.instant()).toMillis() + " ms";
    }

    private static Config.OAuth2 config(Start start) {
        return (Config.OAuth2) start.provider().state().config();
    }
}
