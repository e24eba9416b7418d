package dev.ostiary.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.app.App;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.grant.Actor;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.TokenInfo;
import dev.ostiary.grant.Tokens;
import dev.ostiary.openid.Assertions.Unverified;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds out what the tokens are worth that are brought to be exchanged. Whatever is wrong with one, the answer is the same. */
final class ExchangeTokens {
    private final Users users;
    private final Tokens tokens;
    private final OidcSessions sessions;
    private final SigningKeys keys;
    private final InstantSource clock;

    ExchangeTokens(Users users, Tokens tokens, OidcSessions sessions, SigningKeys keys, InstantSource clock) {
        this.users = users;
        this.tokens = tokens;
        this.sessions = sessions;
        this.keys = keys;
        this.clock = clock;
    }

    /** Finds out whom a client wants a token of. */
    Optional<ExchangeToken> subject(Handle sql, TokenRequest asked, App app, TokenType type, String token) {
        return switch (type) {
            case ACCESS_TOKEN -> access(sql, asked, app, token);
            case ID_TOKEN -> id(sql, asked.context(), app, token);
            case JWT -> signed(sql, asked.context(), app, token);
            case USER_ID -> named(sql, asked.context(), token);
            case REFRESH_TOKEN -> Optional.empty();
        };
    }

    /** Finds out who wants to act: nobody is believed without a token of their own, and who acts as another can't act as a third by that. */
    Optional<ExchangeToken> actor(Handle sql, TokenRequest asked, App app, TokenType type, String token) {
        Optional<ExchangeToken> found = switch (type) {
            case ACCESS_TOKEN -> access(sql, asked, app, token);
            case ID_TOKEN -> id(sql, asked.context(), app, token);
            case JWT, USER_ID, REFRESH_TOKEN -> Optional.empty();
        };
        return found.filter(actor -> actor.actor() == null);
    }

    /** A token that is bound to a key is of use to whoever proves it only (RFC 9449). A personal access token is for the client that got it. */
    private Optional<ExchangeToken> access(Handle sql, TokenRequest asked, App app, String token) {
        return tokens.byToken(sql, asked.context().instanceId(), token)
                .filter(info -> info.jkt() == null || info.jkt().equals(asked.jkt()))
                .map(info -> ExchangeToken.of(
                        info,
                        info.kind() == TokenInfo.Kind.PAT
                                ? List.of(app.config().clientId(), app.project())
                                : info.audience()));
    }

    /** An ID token for this client, as long as the sign-in it tells of has tokens. */
    private Optional<ExchangeToken> id(Handle sql, Context context, App app, String token) {
        return keys.of(context.instanceId())
                .verified(token)
                .filter(claims -> isIdToken(claims, context.issuer()))
                .filter(claims -> claims.getAudience().contains(app.config().clientId()))
                .flatMap(claims -> read(sql, context, claims));
    }

    private boolean isIdToken(JWTClaimsSet claims, String issuer) {
        return issuer.equals(claims.getIssuer())
                && claims.getClaim("azp") != null
                && claims.getClaim("sid") != null
                && claims.getJWTID() == null
                && clock.instant().isBefore(claims.getExpirationTime().toInstant());
    }

    private Optional<ExchangeToken> read(Handle sql, Context context, JWTClaimsSet claims) {
        try {
            String session = claims.getStringClaim("sid");
            String acr = claims.getStringClaim("acr");
            List<String> methods = claims.getStringListClaim("amr");
            Instant authenticatedAt = Instant.ofEpochSecond(claims.getLongClaim("auth_time"));
            Actor actor = actor(claims.getJSONObjectClaim("act"));
            Instant until = claims.getExpirationTime().toInstant();
            return user(sql, context, claims.getSubject())
                    .filter(user -> sessions.isAlive(sql, context.instanceId(), session))
                    .map(user -> new ExchangeToken(
                            user,
                            List.of(Scopes.OPENID),
                            Scopes.STANDARD,
                            claims.getAudience(),
                            Objects.requireNonNullElse(methods, List.of()),
                            acr,
                            authenticatedAt,
                            session,
                            actor,
                            until,
                            false));
        } catch (ParseException notOurs) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Actor actor(@Nullable Map<String, Object> act) {
        return act == null
                ? null
                : new Actor(String.valueOf(act.get("iss")), String.valueOf(act.get("sub")), actor((Map<String, Object>)
                        act.get("act")));
    }

    /** The client vouches for the user with its own key. */
    private Optional<ExchangeToken> signed(Handle sql, Context context, App app, String token) {
        Set<String> audiences = Set.of(context.issuer(), context.origin() + TokenEndpoint.PATH);
        return Assertions.readOfClient(token)
                .filter(read -> read.issuer().equals(app.config().clientId()))
                .filter(read -> Assertions.vouches(read, app.keys(), audiences, clock.instant()))
                .map(Unverified::claims)
                .flatMap(claims -> named(sql, context, claims.getSubject()));
    }

    private Optional<ExchangeToken> named(Handle sql, Context context, String userId) {
        return user(sql, context, userId).map(user -> ExchangeToken.named(user, clock.instant()));
    }

    private Optional<Stored<User>> user(Handle sql, Context context, String userId) {
        return users.find(sql, context.instanceId(), userId).filter(user -> Tokens.maySignIn(user.state()));
    }
}
