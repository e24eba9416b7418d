package dev.ostiary.openid;

import dev.ostiary.grant.TokenInfo;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Store;
import java.util.Map;

/** The userinfo endpoint (OpenID Connect Core section 5.3). It takes personal access tokens too. */
final class UserinfoEndpoint {
    static final String PATH = "/oidc/v1/userinfo";

    private final Store store;
    private final Tokens tokens;
    private final UserClaims claims;
    private final RoleClaims roles;

    UserinfoEndpoint(Store store, Tokens tokens, UserClaims claims, RoleClaims roles) {
        this.store = store;
        this.tokens = tokens;
        this.claims = claims;
        this.roles = roles;
    }

    Response answer(Context context, Request request) {
        String token = BearerToken.of(request);
        Map<String, Object> answer = store.read(sql -> {
            TokenInfo info = tokens.byToken(sql, context.instanceId(), token).orElseThrow(BearerToken::invalid);
            Map<String, Object> all = claims.of(sql, context.instanceId(), info.user(), info.scopes());
            all.putAll(roles.of(sql, context, info.userId(), info.clientId(), info.scopes()));
            return all;
        });
        return Answers.json(200, answer);
    }
}
