package dev.ostiary.openid;

import dev.ostiary.grant.OidcSession;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The revocation endpoint (RFC 7009). With a refresh token its access token goes too. The type is told by looking, so a wrong {@code
 * token_type_hint} does no harm; a token that is not known is no error.
 */
final class RevokeEndpoint {
    static final String PATH = "/oauth/v2/revoke";

    private final Store store;
    private final ClientAuthentication clients;
    private final OidcSessions sessions;

    RevokeEndpoint(Store store, ClientAuthentication clients, OidcSessions sessions) {
        this.store = store;
        this.clients = clients;
        this.sessions = sessions;
    }

    Response answer(Context context, Request request) {
        Parameters form = request.form();
        ClientCredentials credentials = clients.credentials(context, request, form);
        String token = TokenEndpoint.required(form, "token");
        String clientId = store.read(sql -> clientId(sql, context.instanceId(), credentials));
        store.write(tx -> revoke(tx, context.instanceId(), clientId, token));
        return Answers.notStored(Response.of(200));
    }

    /** An application, or a machine user that revokes its own tokens. */
    private String clientId(Handle sql, String instance, ClientCredentials credentials) {
        return clients.isApplication(sql, instance, credentials)
                ? clients.application(sql, instance, credentials)
                        .state()
                        .config()
                        .clientId()
                : clients.machine(sql, instance, credentials).state().userName();
    }

    private boolean revoke(Transaction tx, String instance, String clientId, String token) {
        Optional<Stored<OidcSession>> byRefresh = sessions.byRefreshToken(tx.sql(), instance, token);
        byRefresh
                .map(session -> own(session, clientId))
                .ifPresent(session -> sessions.revoke(tx, session, actor(session)));
        Optional<Stored<OidcSession>> byAccess = sessions.byAccessToken(tx.sql(), instance, token);
        byAccess.map(session -> own(session, clientId))
                .ifPresent(session -> sessions.revokeAccessToken(tx, session, actor(session)));
        return byRefresh.isPresent() || byAccess.isPresent();
    }

    private static Stored<OidcSession> own(Stored<OidcSession> session, String clientId) {
        if (!session.state().clientId().equals(clientId)) {
            throw OAuthProblem.invalidClient("token was not issued for this client", true);
        }
        return session;
    }

    private static String actor(Stored<OidcSession> session) {
        return session.state().userId();
    }
}
