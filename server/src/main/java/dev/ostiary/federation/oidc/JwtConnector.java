package dev.ostiary.federation.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.Connector;
import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.federation.StandardClaims;
import dev.ostiary.federation.StepLog;
import dev.ostiary.federation.Way;
import dev.ostiary.federation.token.HandedToken;
import dev.ostiary.federation.token.IdTokenRefused;
import dev.ostiary.idp.Jwt;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.store.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Signs people in through a site whose proxy knows them: the browser goes there, and comes back with a signed token about the person (RFC
 * 7519) in a request header that the proxy adds.
 *
 * <p>The answer has the parameters {@code state}, {@code userAgentID} and {@code token}, whichever way they came.
 */
final class JwtConnector implements Connector {

    /**
     * What must be known when the browser comes back.
     *
     * @param agentHash of what was sent along for the site to send back
     */
    private record Memory(String issuer, String keysEndpoint, String agentHash) {}

    private final ProviderKeys keys;
    private final InstantSource clock;

    JwtConnector(ProviderKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Departure begin(Start start, StepLog log) {
        Jwt config = config(start);
        String agent = Secrets.token();
        String endpoint = config.jwtEndpoint();
        URI to = URI.create(endpoint + (endpoint.contains("?") ? "&" : "?") + "authRequestID=" + encode(start.state())
                + "&userAgentID=" + encode(agent));
        log.ok(Stage.AUTHORIZE, "to " + endpoint);
        Memory memory = new Memory(config.issuer(), config.keysEndpoint(), Secrets.hash(agent));
        return new Departure(new Way.Redirect(to), Json.write(memory));
    }

    @Override
    public ExternalIdentity complete(Return answer, StepLog log) throws LoginFailure {
        Jwt config = config(answer.start());
        Memory memory = Json.read(answer.memory(), Memory.class);
        if (!memory.issuer().equals(config.issuer()) || !memory.keysEndpoint().equals(config.keysEndpoint())) {
            throw new LoginFailure(
                    Reason.PROVIDER_CHANGED,
                    Stage.CALLBACK,
                    "the provider was pointed elsewhere since the sign-in began");
        }
        String agent = answer.parameters().first("userAgentID").orElse("");
        if (!Secrets.matches(agent, memory.agentHash())) {
            throw incomplete("userAgentID is not what was sent");
        }
        String token = answer.parameters()
                .first("token")
                .orElseThrow(() -> incomplete("no token in the request header " + config.headerName()
                        + ", or one of more than " + HandedToken.LONGEST + " characters"));
        log.ok(Stage.CALLBACK, "with a token in " + config.headerName());
        JWTClaimsSet claims = claims(config, answer.start(), token);
        log.ok(Stage.ID_TOKEN, "all checks passed, subject " + claims.getSubject());
        return StandardClaims.identity(config.issuer(), claims.getSubject(), claims.toJSONObject());
    }

    private JWTClaimsSet claims(Jwt config, Start start, String token) throws LoginFailure {
        URI place = URI.create(config.keysEndpoint());
        HandedToken rules = new HandedToken(config.issuer(), start.beginning().maxAge(), clock.instant());
        try {
            return rules.verify(token, selector -> keys.select(place, selector));
        } catch (IdTokenRefused e) {
            throw new LoginFailure(
                    Reason.ID_TOKEN_INVALID, Stage.ID_TOKEN, e.check().text() + " " + e.getMessage(), e);
        } catch (KeySourceException e) {
            throw new LoginFailure(
                    LoginFailure.unanswered(e),
                    Stage.ID_TOKEN,
                    "the keys at " + place + " can't be had: " + e.getMessage(),
                    e);
        }
    }

    private static LoginFailure incomplete(String detail) {
        return new LoginFailure(Reason.CALLBACK_INCOMPLETE, Stage.CALLBACK, detail);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Jwt config(Start start) {
        return (Jwt) start.provider().state().config();
    }
}
