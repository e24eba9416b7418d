package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.grant.TokenInfo;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The introspection endpoint (RFC 7662, RFC 9701): tells an application about tokens that are meant for it or its project, and about no others. */
final class IntrospectEndpoint {
    static final String PATH = "/oauth/v2/introspect";
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    private final Store store;
    private final ClientAuthentication clients;
    private final Tokens tokens;
    private final UserClaims claims;
    private final RoleClaims roles;
    private final SignedIntrospection signed;

    IntrospectEndpoint(
            Store store,
            ClientAuthentication clients,
            Tokens tokens,
            UserClaims claims,
            RoleClaims roles,
            SignedIntrospection signed) {
        this.store = store;
        this.clients = clients;
        this.tokens = tokens;
        this.claims = claims;
        this.roles = roles;
        this.signed = signed;
    }

    Response answer(Context context, Request request) {
        Parameters form = request.form();
        ClientCredentials credentials = clients.credentials(context, request, form);
        Map<String, Object> answer = store.read(sql -> {
            App app =
                    clients.confidential(sql, context.instanceId(), credentials).state();
            String token = TokenEndpoint.required(form, "token");
            return tokens.byToken(sql, context.instanceId(), token)
                    .map(info -> about(sql, context, app, info))
                    .orElse(INACTIVE);
        });
        return SignedIntrospection.isAskedFor(request)
                ? signed.answer(context, credentials.id(), answer)
                : Answers.json(200, answer);
    }

    private Map<String, Object> about(Handle sql, Context context, App app, TokenInfo info) {
        List<String> caller = List.of(app.config().clientId(), app.project());
        return switch (info.kind()) {
            case PAT -> describe(sql, context, app, info, caller);
            case ACCESS ->
                info.audience().stream().anyMatch(caller::contains)
                        ? describe(sql, context, app, info, info.audience())
                        : INACTIVE;
        };
    }

    private Map<String, Object> describe(Handle sql, Context context, App app, TokenInfo info, List<String> audience) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("active", true);
        if (!info.scopes().isEmpty()) {
            answer.put("scope", String.join(" ", info.scopes()));
        }
        answer.put("token_type", info.jkt() == null ? "Bearer" : "DPoP");
        if (info.jkt() != null) {
            answer.put("cnf", Map.of("jkt", info.jkt()));
        }
        answer.put("exp", info.expiresAt().getEpochSecond());
        answer.put("iat", info.issuedAt().getEpochSecond());
        answer.put("nbf", info.issuedAt().getEpochSecond());
        answer.put("aud", audience);
        answer.put("iss", context.issuer());
        answer.put("jti", info.id());
        if (info.kind() == TokenInfo.Kind.ACCESS) {
            answer.put("client_id", info.clientId());
            answer.put("auth_time", info.authenticatedAt().getEpochSecond());
        }
        if (info.actor() != null) {
            answer.put("act", info.actor().claim());
        }
        if (info.acr() != null) {
            answer.put("acr", info.acr());
        }
        if (!info.authMethods().isEmpty()) {
            answer.put("amr", info.authMethods());
        }
        answer.putAll(claims.of(sql, context.instanceId(), info.user(), info.scopes()));
        answer.putAll(roles.ofOwn(sql, context.instanceId(), info.userId(), app.project(), info.scopes()));
        if (answer.containsKey("preferred_username")) {
            answer.put("username", info.user().state().userName());
        }
        return answer;
    }
}
