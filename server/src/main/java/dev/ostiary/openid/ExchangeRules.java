package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.grant.Actor;
import dev.ostiary.http.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules of token exchange (RFC 8693): what comes of the tokens that were brought, without I/O. */
final class ExchangeRules {
    private static final int MOST_ACTORS = 8;

    private ExchangeRules() {}

    /** What becomes of a token without the client's wish, and of what kind it is. */
    static TokenType requested(Parameters form) {
        TokenType type = form.first("requested_token_type")
                .map(urn -> type(urn, "requested_token_type"))
                .orElse(TokenType.ACCESS_TOKEN);
        return switch (type) {
            case ACCESS_TOKEN, ID_TOKEN, JWT -> type;
            case REFRESH_TOKEN, USER_ID ->
                throw OAuthProblem.invalidRequest("requested_token_type " + type.urn + " is not supported");
        };
    }

    /** @throws OAuthProblem when no token is of this type */
    static TokenType type(String urn, String parameter) {
        return TokenType.of(urn).orElseThrow(() -> OAuthProblem.invalidRequest(parameter + " is not known"));
    }

    /**
     * Returns the scopes of the new token: never more than the tokens that were brought allow.
     *
     * @throws OAuthProblem invalid_scope
     */
    static List<String> scopes(Parameters form, ExchangeToken subject, @Nullable ExchangeToken actor) {
        List<String> asked = form.first("scope")
                .map(Scopes::parse)
                .map(Scopes::forApplication)
                .orElse(List.of());
        List<String> limit = actor == null ? subject.limit() : ExchangeToken.join(subject.limit(), actor.limit());
        if (!limit.containsAll(asked)) {
            throw OAuthProblem.of(OAuth2Error.INVALID_SCOPE, "scope exceeds what the tokens allow");
        }
        List<String> usual = subject.scopes().isEmpty() && actor != null ? actor.scopes() : subject.scopes();
        return (asked.isEmpty() ? usual : asked)
                .stream().filter(scope -> !scope.equals(Scopes.OFFLINE_ACCESS)).toList();
    }

    /**
     * Returns who the new token is for: nobody whom the tokens that were brought are not for.
     *
     * @throws OAuthProblem invalid_target
     */
    static List<String> audience(TokenRequest request, ExchangeToken subject, @Nullable ExchangeToken actor) {
        List<String> named = request.form().all("audience").stream()
                .filter(each -> !each.isEmpty())
                .toList();
        List<String> asked =
                ExchangeToken.join(named, Resources.audience(request.context(), Resources.named(request.form())));
        List<String> ofActor = actor == null ? List.of() : actor.audience();
        if (asked.isEmpty()) {
            return subject.audience().isEmpty() ? ofActor : subject.audience();
        }
        if (!ExchangeToken.join(subject.audience(), ofActor).containsAll(asked)) {
            throw OAuthProblem.of(OAuth2Error.INVALID_TARGET, "the tokens are not for this audience");
        }
        return asked;
    }

    /**
     * Returns who acts in the user's name from now on. Who did before stays known (RFC 8693 section 4.1).
     *
     * @throws OAuthProblem when too many did already
     */
    static @Nullable Actor actor(String issuer, ExchangeToken subject, @Nullable ExchangeToken actor) {
        if (actor == null) {
            return subject.actor();
        }
        int before = 0;
        for (Actor each = subject.actor(); each != null; each = each.before()) {
            before++;
        }
        if (before >= MOST_ACTORS) {
            throw OAuthProblem.invalidRequest("too many have acted in the name of this user");
        }
        return new Actor(issuer, actor.user().id(), subject.actor());
    }
}
