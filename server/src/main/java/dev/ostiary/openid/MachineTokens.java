package dev.ostiary.openid;

import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.OidcSessions.Beginning;
import dev.ostiary.http.Parameters;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Issues tokens to machine users, however they proved who they are. */
final class MachineTokens {
    private final Store store;
    private final Orgs orgs;
    private final OidcSessions sessions;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    MachineTokens(Store store, Orgs orgs, OidcSessions sessions, TokenIssuer issuer, InstantSource clock) {
        this.store = store;
        this.orgs = orgs;
        this.sessions = sessions;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * A machine user and what it asks for.
     *
     * @param authMethods Authentication Method References (RFC 8176)
     */
    record Machine(Stored<User> user, List<String> scopes, List<String> authMethods) {}

    /** Returns the scopes a machine user gets; it must ask for some. */
    List<String> scopes(Handle sql, Stored<User> user, Parameters form) {
        String asked = form.first("scope").orElseThrow(() -> OAuthProblem.invalidRequest("scope missing"));
        List<String> scopes = Scopes.parse(asked);
        String domain = Scopes.primaryDomain(scopes).isEmpty() ? "" : primaryDomain(sql, user);
        return Scopes.forMachine(scopes, user.owner(), domain);
    }

    private String primaryDomain(Handle sql, Stored<User> user) {
        return orgs.find(sql, user.stream().instance(), user.owner())
                .map(Stored::state)
                .map(Org::primaryDomain)
                .orElse("");
    }

    /** @param jkt see {@link Grant} */
    IssuedTokens issue(Context context, Machine machine, @Nullable String jkt) {
        Stored<User> user = machine.user;
        Instant now = clock.instant();
        Grant grant = new Grant(
                user,
                user.state().userName(),
                "",
                machine.scopes,
                Scopes.projects(machine.scopes, context.instance().project()),
                machine.authMethods,
                now,
                "",
                jkt,
                null,
                new Grant.Format(
                        user.state().machine().orElseThrow().tokenType() == TokenType.JWT,
                        false,
                        Grant.Roles.EVERYWHERE,
                        Duration.ZERO));
        String session = issuer.newSession();
        IssuedTokens issued = issuer.issue(context, session, grant, "", now);
        store.write(tx -> sessions.begin(
                tx,
                context.instanceId(),
                new Beginning(session, user.owner(), TokenIssuer.added(grant), issued.added(), null)));
        return issued;
    }
}
