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
    private final DpopProofs proofs;

    UserinfoEndpoint(Store store, Tokens tokens, UserClaims claims, RoleClaims roles, DpopProofs proofs) {
        this.store = store;
        this.tokens = tokens;
        this.claims = claims;
        this.roles = roles;
        this.proofs = proofs;
    }

    Response answer(Context context, Request request) {
        PresentedToken presented = PresentedToken.of(request);
        Map<String, Object> answer = store.read(sql -> {
            TokenInfo info =
                    tokens.byToken(sql, context.instanceId(), presented.token()).orElseThrow(presented::invalid);
            requireHolder(context, request, presented, info);
            Map<String, Object> all = claims.of(sql, context.instanceId(), info.user(), info.scopes());
            all.putAll(roles.of(sql, context, info.userId(), info.clientId(), info.scopes()));
            return all;
        });
        return Answers.json(200, answer);
    }

    /** A token that is bound to a key is good with a proof of it only, and no other can be presented with one (RFC 9449 section 7.2). */
    private void requireHolder(Context context, Request request, PresentedToken presented, TokenInfo info) {
        if (info.jkt() == null) {
            if (presented.dpop()) {
                throw presented.invalid();
            }
            return;
        }
        if (!presented.dpop()) {
            throw PresentedToken.bound();
        }
        try {
            proofs.require(context.origin(), request, presented.token(), info.jkt());
        } catch (DpopProof.Invalid invalid) {
            throw PresentedToken.unproved(invalid);
        }
    }
}
