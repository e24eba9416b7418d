package dev.ostiary.federation.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.Connector;
import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Obtained;
import dev.ostiary.federation.Reason;
import dev.ostiary.federation.StandardClaims;
import dev.ostiary.federation.StepLog;
import dev.ostiary.federation.UpstreamSession;
import dev.ostiary.federation.Way;
import dev.ostiary.federation.rule.JoinedClaims;
import dev.ostiary.federation.token.IdTokenDecryption;
import dev.ostiary.federation.token.IdTokenRefused;
import dev.ostiary.federation.token.IdTokenRules;
import dev.ostiary.federation.token.IdTokenVerifier;
import dev.ostiary.idp.Apple;
import dev.ostiary.idp.Config;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.DiscoveryFailure;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.ProviderMetadata;
import dev.ostiary.store.Json;
import dev.ostiary.upstream.UpstreamControl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signs people in through an OpenID Provider: authorization code flow (OpenID Connect Core 1.0 section 3.1). */
final class OidcConnector implements Connector {

    /**
     * What must be known when the browser comes back. The issuer and all else come from the configuration.
     *
     * @param verifier PKCE code verifier, empty when none is used
     * @param maxAge that was asked for, null when none was
     */
    private record Memory(
            String issuer,
            String nonce,
            String verifier,
            boolean issRequired,
            String prompt,
            @Nullable Duration maxAge) {}

    /**
     * What the provider gave.
     *
     * @param accessToken null when it gave none
     */
    private record Tokens(String idToken, @Nullable String accessToken) {
        static Tokens of(Map<String, Object> answer) throws LoginFailure {
            if (!(answer.get("id_token") instanceof String idToken) || idToken.isEmpty()) {
                throw new LoginFailure(
                        Reason.PROVIDER_UNUSABLE,
                        Stage.TOKEN,
                        "no id_token came along: is this an OpenID Provider, and openid in the scopes?");
            }
            String accessToken = answer.get("access_token") instanceof String given && !given.isEmpty() ? given : null;
            return new Tokens(idToken, accessToken);
        }

        @Override
        public String toString() {
            return "Tokens[]";
        }
    }

    private final OutboundClient http;
    private final Discovery discovery;
    private final ProviderKeys keys;
    private final ClientProofs proofs;
    private final InstantSource clock;

    OidcConnector(
            OutboundClient http, Discovery discovery, ProviderKeys keys, ClientProofs proofs, InstantSource clock) {
        this.http = http;
        this.discovery = discovery;
        this.keys = keys;
        this.proofs = proofs;
        this.clock = clock;
    }

    @Override
    public Departure begin(Start start, StepLog log) throws LoginFailure {
        Config.OpenId config = config(start);
        ProviderMetadata provider = metadata(config, log);
        UpstreamControl control = proofs.control(start.provider());
        Sending sending = sending(start, config, provider, control, log);
        boolean plainly = start.plainly() || !config.accountChooser();
        Wishes wishes = Wishes.of(start.beginning(), control.settings(), provider.prompts(), plainly);
        try {
            return departure(start, config, provider, wishes, sending, log);
        } catch (LoginFailure refused) {
            if (refused.reason() != Reason.PROVIDER_ERROR
                    || !wishes.prompt().equals(AuthorizationRequest.SELECT_ACCOUNT)) {
                throw refused;
            }
            log.ok(Stage.AUTHORIZE, "once more without the account chooser: " + refused.detail());
            Wishes plain = Wishes.of(start.beginning(), control.settings(), provider.prompts(), true);
            return departure(start, config, provider, plain, sending, log);
        }
    }

    /** Brings a request on its way. */
    @FunctionalInterface
    private interface Sending {
        /** @return where the browser goes */
        URI send(AuthorizationRequest request, URI authorizationEndpoint) throws LoginFailure;
    }

    /** With the browser, or directly. */
    private Sending sending(
            Start start, Config.OpenId config, ProviderMetadata provider, UpstreamControl control, StepLog log)
            throws LoginFailure {
        return PushedRequest.endpoint(provider, control.settings().pushing())
                .<Sending>map(endpoint -> (request, to) -> {
                    ClientProof proof =
                            proofs.make(start.provider(), control, client(config, provider), Stage.AUTHORIZE);
                    URI next = new PushedRequest(request).send(http, endpoint, proof, to);
                    log.ok(Stage.AUTHORIZE, "pushed to " + endpoint);
                    return next;
                })
                .orElse(AuthorizationRequest::to);
    }

    private static Departure departure(
            Start start, Config.OpenId config, ProviderMetadata provider, Wishes wishes, Sending sending, StepLog log)
            throws LoginFailure {
        boolean pkce = config.usePkce() || provider.codeChallengeMethods().contains("S256");
        Memory memory = new Memory(
                config.issuer(),
                Secrets.token(),
                pkce ? Secrets.token() : "",
                provider.issInResponse(),
                wishes.prompt(),
                wishes.maxAge());
        AuthorizationRequest request = new AuthorizationRequest(
                config.clientId(),
                scopes(config, provider),
                wishes,
                start.redirectUri(),
                start.state(),
                memory.nonce(),
                memory.verifier(),
                config.responseMode());
        URI to = sending.send(request, provider.authorizationEndpoint());
        log.ok(
                Stage.AUTHORIZE,
                "to " + provider.authorizationEndpoint() + (pkce ? " with PKCE" : " without PKCE")
                        + (wishes.prompt().isEmpty() ? "" : ", prompt " + wishes.prompt()));
        return new Departure(new Way.Redirect(to), Json.write(memory));
    }

    /** What is configured, and always {@code openid}. Where nothing is, a provider is spared what it doesn't list: some refuse that. */
    private static List<String> scopes(Config.OpenId config, ProviderMetadata provider) {
        List<String> wanted = config.scopes().isEmpty() ? provider.known(config.defaultScopes()) : config.scopes();
        return Stream.concat(Stream.of("openid"), wanted.stream()).distinct().toList();
    }

    @Override
    public ExternalIdentity complete(Return answer, StepLog log) throws LoginFailure, PlainlyPlease {
        Config.OpenId config = config(answer.start());
        Memory memory = Json.read(answer.memory(), Memory.class);
        if (!memory.issuer().equals(config.issuer())) {
            throw new LoginFailure(
                    Reason.PROVIDER_CHANGED,
                    Stage.CALLBACK,
                    "the provider's issuer was changed since the sign-in began");
        }
        boolean mayBePlainer = memory.prompt().equals(AuthorizationRequest.SELECT_ACCOUNT);
        String code = new AuthorizationResponse(
                        answer.parameters(), memory.issuer(), memory.issRequired(), mayBePlainer)
                .code();
        log.ok(Stage.CALLBACK, "with a code");
        ProviderMetadata provider = metadata(config, log);
        UpstreamControl control = proofs.control(answer.start().provider());
        Tokens tokens = opened(answer, control, tokens(answer, config, control, code, memory, provider, log), log);
        Duration maxAge =
                Wishes.shorter(memory.maxAge(), answer.start().beginning().maxAge());
        JWTClaimsSet claims = idToken(tokens, memory, provider, config, maxAge, log);
        return identity(config, provider, answer, tokens, claims, log)
                .with(Obtained.tokens(tokens.accessToken(), tokens.idToken()).with(session(config, claims)));
    }

    private static UpstreamSession session(Config.OpenId config, JWTClaimsSet idToken) {
        String sid = idToken.getClaim("sid") instanceof String said ? said : "";
        return new UpstreamSession(config.issuer(), idToken.getSubject(), sid, null);
    }

    private ProviderMetadata metadata(Config.OpenId config, StepLog log) throws LoginFailure {
        try {
            ProviderMetadata provider = discovery.of(config.issuer());
            log.ok(Stage.DISCOVERY, config.issuer());
            return provider;
        } catch (DiscoveryFailure e) {
            Reason reason = switch (e.reason()) {
                case UNREACHABLE -> LoginFailure.unanswered(e);
                case ISSUER_MISMATCH -> Reason.ISSUER_MISMATCH;
                case NOT_METADATA, INVALID_ENDPOINT -> Reason.PROVIDER_UNUSABLE;
            };
            throw new LoginFailure(reason, Stage.DISCOVERY, String.valueOf(e.getMessage()), e);
        }
    }

    private Tokens tokens(
            Return answer,
            Config.OpenId config,
            UpstreamControl control,
            String code,
            Memory memory,
            ProviderMetadata provider,
            StepLog log)
            throws LoginFailure {
        Instant before = clock.instant();
        Start start = answer.start();
        ClientProof proof = proofs.make(start.provider(), control, client(config, provider), Stage.TOKEN);
        Tokens tokens = Tokens.of(new TokenRequest(code, start.redirectUri(), memory.verifier())
                .send(http, provider.tokenEndpoint(), proof));
        log.ok(Stage.TOKEN, "HTTP 200" + since(before) + (tokens.accessToken() == null ? ", no access token" : ""));
        return tokens;
    }

    private static ClientProofs.Client client(Config.OpenId config, ProviderMetadata provider) {
        return new ClientProofs.Client(
                config.clientId(), config.issuer(), provider.tokenEndpoint(), provider.clientAuthentication());
    }

    /** Decrypts the ID token, if it is encrypted. */
    private Tokens opened(Return answer, UpstreamControl control, Tokens tokens, StepLog log) throws LoginFailure {
        List<JWK> keys = proofs.decrypters(answer.start().provider(), control);
        try {
            String signed = IdTokenDecryption.opened(
                    tokens.idToken(), keys, control.settings().encryptedOnly());
            if (!signed.equals(tokens.idToken())) {
                log.ok(Stage.ID_TOKEN, "decrypted");
            }
            return new Tokens(signed, tokens.accessToken());
        } catch (IdTokenRefused e) {
            throw refused(e);
        }
    }

    private static LoginFailure refused(IdTokenRefused e) {
        return new LoginFailure(
                Reason.ID_TOKEN_INVALID, Stage.ID_TOKEN, e.check().text() + " " + e.getMessage(), e);
    }

    private JWTClaimsSet idToken(
            Tokens tokens,
            Memory memory,
            ProviderMetadata provider,
            Config.OpenId config,
            @Nullable Duration maxAge,
            StepLog log)
            throws LoginFailure {
        IdTokenRules rules = new IdTokenRules(
                config.issuer(),
                config.clientId(),
                provider.signingAlgorithms(),
                memory.nonce(),
                tokens.accessToken(),
                maxAge,
                clock.instant());
        try {
            JWTClaimsSet claims = IdTokenVerifier.verify(
                    tokens.idToken(), rules, selector -> keys.select(provider.jwksUri(), selector));
            log.ok(Stage.ID_TOKEN, "all checks passed, subject " + claims.getSubject());
            return claims;
        } catch (IdTokenRefused e) {
            throw refused(e);
        } catch (KeySourceException e) {
            throw new LoginFailure(
                    LoginFailure.unanswered(e),
                    Stage.ID_TOKEN,
                    "the keys at " + provider.jwksUri() + " can't be had: " + e.getMessage(),
                    e);
        }
    }

    private ExternalIdentity identity(
            Config.OpenId config,
            ProviderMetadata provider,
            Return answer,
            Tokens tokens,
            JWTClaimsSet idToken,
            StepLog log)
            throws LoginFailure {
        String subject = idToken.getSubject();
        Map<String, Object> claims = claims(config, provider, tokens, idToken, log);
        if (config instanceof Apple) {
            claims = AppleUser.named(claims, answer.parameters().first("user").orElse(""));
        }
        ExternalIdentity identity = StandardClaims.identity(config.issuer(), subject, claims)
                .withBeside(JoinedClaims.beside(claims, idToken.toJSONObject()));
        return config.emailIsUserName() ? identity.knownByVerifiedEmail() : identity;
    }

    private Map<String, Object> claims(
            Config.OpenId config, ProviderMetadata provider, Tokens tokens, JWTClaimsSet idToken, StepLog log)
            throws LoginFailure {
        URI endpoint = provider.userinfoEndpoint();
        if (config.idTokenMapping() || endpoint == null || tokens.accessToken() == null) {
            log.ok(
                    Stage.USERINFO,
                    config.idTokenMapping()
                            ? "not asked: ID token mapping"
                            : "not asked: no endpoint or no access token");
            return idToken.toJSONObject();
        }
        Instant before = clock.instant();
        Map<String, Object> claims =
                new UserinfoRequest(endpoint, tokens.accessToken(), idToken.getSubject()).send(http);
        log.ok(Stage.USERINFO, "HTTP 200" + since(before));
        return withAuthentication(claims, idToken);
    }

    /** How the person has signed in there is said in the ID token only. */
    private static Map<String, Object> withAuthentication(Map<String, Object> claims, JWTClaimsSet idToken) {
        Map<String, Object> all = new LinkedHashMap<>(claims);
        for (String name : List.of("acr", "amr")) {
            all.remove(name);
            if (idToken.getClaim(name) != null) {
                all.put(name, idToken.getClaim(name));
            }
        }
        return all;
    }

    private String since(Instant before) {
        return " in " + Duration.between(before, clock.instant()).toMillis() + " ms";
    }

    private static Config.OpenId config(Start start) {
        return (Config.OpenId) start.provider().state().config();
    }
}
