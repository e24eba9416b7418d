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

/** Issues tokens to machine users, however they proved who they are. */
final class MachineTokens {
    private final Store store;
    private final Orgs orgs;
    private final Resources resources;
    private final OidcSessions sessions;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    MachineTokens(
            Store store,
            Orgs orgs,
            Resources resources,
            OidcSessions sessions,
            TokenIssuer issuer,
            InstantSource clock) {
        this.store = store;
        this.orgs = orgs;
        this.resources = resources;
        this.sessions = sessions;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * A machine user and what it asks for.
     *
     * @param audience who it may get tokens for
     * @param authMethods Authentication Method References (RFC 8176)
     */
    record Machine(Stored<User> user, List<String> scopes, List<String> audience, List<String> authMethods) {}

    /** Looks up what a machine user asks for. */
    Machine machine(Handle sql, TokenRequest asked, Stored<User> user, List<String> authMethods) {
        Context context = asked.context();
        List<String> scopes = scopes(sql, user, asked.form());
        List<String> audience = Scopes.projects(scopes, context.instance().project());
        return new Machine(
                user, scopes, resources.added(sql, context, audience, Resources.named(asked.form())), authMethods);
    }

    /** It must ask for some. */
    private List<String> scopes(Handle sql, Stored<User> user, Parameters form) {
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

    IssuedTokens issue(TokenRequest asked, Machine machine) {
        Context context = asked.context();
        Stored<User> user = machine.user;
        Instant now = clock.instant();
        Grant grant = new Grant(
                user,
                user.state().userName(),
                "",
                machine.scopes,
                machine.audience,
                asked.target(machine.audience),
                machine.authMethods,
                now,
                null,
                "",
                asked.jkt(),
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
