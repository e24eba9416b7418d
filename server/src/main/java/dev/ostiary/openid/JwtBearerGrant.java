package dev.ostiary.openid;

import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Parameters;
import dev.ostiary.openid.Assertions.Unverified;
import dev.ostiary.openid.MachineTokens.Machine;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The JWT bearer grant (RFC 7523 section 2.1) for machine users with a key. Whatever is wrong with an assertion, the answer is the same. */
final class JwtBearerGrant implements TokenEndpoint.GrantType {
    private final Store store;
    private final Users users;
    private final MachineTokens tokens;
    private final InstantSource clock;

    JwtBearerGrant(Store store, Users users, MachineTokens tokens, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public IssuedTokens redeem(TokenRequest asked) {
        Context context = asked.context();
        Parameters form = asked.form();
        Unverified assertion =
                Assertions.read(TokenEndpoint.required(form, "assertion")).orElseThrow(JwtBearerGrant::wrongAssertion);
        Machine machine = store.read(sql -> {
            Stored<User> user = user(sql, context, assertion);
            return tokens.machine(sql, asked, user, List.of());
        });
        return tokens.issue(asked, machine);
    }

    private Stored<User> user(Handle sql, Context context, Unverified assertion) {
        return users.find(sql, context.instanceId(), assertion.issuer())
                .filter(user -> Tokens.maySignIn(user.state()))
                .filter(user -> user.state()
                        .machine()
                        .filter(machine ->
                                Assertions.proves(assertion, machine.keys(), context.issuer(), clock.instant()))
                        .isPresent())
                .orElseThrow(JwtBearerGrant::wrongAssertion);
    }

    private static OAuthProblem wrongAssertion() {
        return OAuthProblem.invalidGrant("the assertion is not valid");
    }
}
