package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import io.micrometer.core.instrument.Counter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The token endpoint (RFC 6749 section 3.2): hands a request to the grant it names. */
final class TokenEndpoint {
    static final String PATH = "/oauth/v2/token";

    /** RFC 8693 section 2.1, RFC 8707 section 2. */
    private static final Set<String> REPEATABLE = Set.of("audience", Resources.PARAMETER);

    /** One way to come by tokens. */
    @FunctionalInterface
    interface GrantType {
        /** @throws OAuthProblem to refuse */
        TokenAnswer redeem(TokenRequest asked);
    }

    /** @param issued counts what it gave out */
    private record Counted(GrantType grantType, Counter issued) {}

    private final Map<String, Counted> grantTypes = new LinkedHashMap<>();
    private final DpopProofs proofs;
    private final InstantSource clock;

    TokenEndpoint(
            AuthorizationCodeGrant code,
            RefreshTokenGrant refresh,
            ClientCredentialsGrant clientCredentials,
            JwtBearerGrant jwtBearer,
            DeviceCodeGrant device,
            TokenExchangeGrant exchange,
            DpopProofs proofs,
            InstantSource clock,
            TokenMetrics metrics) {
        this.proofs = proofs;
        this.clock = clock;
        put("authorization_code", code, metrics);
        put("refresh_token", refresh, metrics);
        put("client_credentials", clientCredentials, metrics);
        put("urn:ietf:params:oauth:grant-type:jwt-bearer", jwtBearer, metrics);
        put(DeviceCodeGrant.NAME, device, metrics);
        put(TokenExchangeGrant.NAME, exchange, metrics);
    }

    private void put(String name, GrantType grantType, TokenMetrics metrics) {
        grantTypes.put(name, new Counted(grantType, metrics.issued(name)));
    }

    /** Every grant type there is, by its name. */
    List<String> grantTypes() {
        return List.copyOf(grantTypes.keySet());
    }

    Response answer(Context context, Request request) {
        Parameters form = request.form();
        form.repeated(REPEATABLE).ifPresent(name -> {
            throw OAuthProblem.invalidRequest("a parameter may be sent only once");
        });
        String name = form.first("grant_type").orElseThrow(() -> OAuthProblem.invalidRequest("grant_type missing"));
        Counted counted = grantTypes.get(name);
        if (counted == null) {
            throw OAuthProblem.of(OAuth2Error.UNSUPPORTED_GRANT_TYPE, name + " not supported");
        }
        DpopProof proof = proofs.ofTokenRequest(context, request).orElse(null);
        try {
            TokenAnswer issued = counted.grantType.redeem(new TokenRequest(context, request, form, proof));
            counted.issued.increment();
            return Answers.json(200, issued.answer(clock.instant()));
        } catch (Resources.Unknown unknown) {
            throw unknown.atTokenEndpoint();
        }
    }

    /** Returns a parameter that a grant can't do without. */
    static String required(Parameters form, String name) {
        return form.first(name).orElseThrow(() -> OAuthProblem.invalidRequest(name + " missing"));
    }
}
