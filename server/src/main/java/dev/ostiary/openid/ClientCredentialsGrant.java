package dev.ostiary.openid;

import dev.ostiary.http.Parameters;
import dev.ostiary.openid.MachineTokens.Machine;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.List;

/** The client credentials grant (RFC 6749 section 4.4) for machine users with a secret; their client id is their user name. */
final class ClientCredentialsGrant implements TokenEndpoint.GrantType {
    private final Store store;
    private final ClientAuthentication clients;
    private final MachineTokens tokens;

    ClientCredentialsGrant(Store store, ClientAuthentication clients, MachineTokens tokens) {
        this.store = store;
        this.clients = clients;
        this.tokens = tokens;
    }

    @Override
    public IssuedTokens redeem(TokenRequest asked) {
        Context context = asked.context();
        Parameters form = asked.form();
        ClientCredentials credentials = clients.credentials(context, asked.request(), form);
        Machine machine = store.read(sql -> {
            Stored<User> user = clients.machine(sql, context.instanceId(), credentials);
            return tokens.machine(sql, asked, user, List.of("pwd"));
        });
        return tokens.issue(asked, machine);
    }
}
