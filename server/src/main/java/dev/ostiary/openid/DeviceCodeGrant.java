package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import dev.ostiary.app.App;
import dev.ostiary.grant.AuthorizationCode;
import dev.ostiary.grant.DeviceCode;
import dev.ostiary.grant.DeviceCodes;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Parameters;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** The device authorization grant (RFC 8628 sections 3.4 and 3.5): a device asks until somebody has let it in or not. */
final class DeviceCodeGrant implements TokenEndpoint.GrantType {
    static final String NAME = "urn:ietf:params:oauth:grant-type:device_code";

    private final Store store;
    private final ClientAuthentication clients;
    private final Users users;
    private final DeviceCodes codes;
    private final OidcSessions sessions;
    private final TokenIssuer issuer;
    private final InstantSource clock;

    DeviceCodeGrant(
            Store store,
            ClientAuthentication clients,
            Users users,
            DeviceCodes codes,
            OidcSessions sessions,
            TokenIssuer issuer,
            InstantSource clock) {
        this.store = store;
        this.clients = clients;
        this.users = users;
        this.codes = codes;
        this.sessions = sessions;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** A code whose client proved who it is. */
    private record Presented(App.Oidc app, DeviceCode device) {}

    @Override
    public IssuedTokens redeem(TokenRequest asked) {
        Context context = asked.context();
        Parameters form = asked.form();
        ClientCredentials credentials = clients.credentials(context, asked.request(), form);
        Presented presented = store.read(sql -> presented(sql, asked, credentials));
        return switch (store.write(tx -> codes.poll(tx, context.instanceId(), presented.device))) {
            case PENDING ->
                throw OAuthProblem.of(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING, "nobody has decided yet");
            case SLOW_DOWN ->
                throw OAuthProblem.of(
                        DeviceAuthorizationGrantError.SLOW_DOWN, "wait 5 seconds longer between requests");
            case EXPIRED -> throw OAuthProblem.of(DeviceAuthorizationGrantError.EXPIRED_TOKEN, "the code has expired");
            case DENIED -> throw OAuthProblem.of(OAuth2Error.ACCESS_DENIED, "the device was not let in");
            case ALLOWED ->
                exchange(asked, presented, Objects.requireNonNull(presented.device.grant(), "granted with it"));
        };
    }

    private Presented presented(Handle sql, TokenRequest asked, ClientCredentials credentials) {
        String instance = asked.context().instanceId();
        Parameters form = asked.form();
        App app = clients.forTokens(sql, asked, credentials);
        App.Oidc config = AppGrants.require(app, App.GrantType.DEVICE_CODE, NAME);
        String code = TokenEndpoint.required(form, "device_code");
        DeviceCode device = codes.byCode(sql, instance, code)
                .filter(found -> found.request().clientId().equals(config.clientId()))
                .orElseThrow(DeviceCodeGrant::wrongCode);
        return new Presented(config, device);
    }

    private IssuedTokens exchange(TokenRequest asked, Presented presented, AuthorizationCode grant) {
        Context context = asked.context();
        Stored<User> user = store.read(sql -> users.find(sql, context.instanceId(), grant.userId()))
                .filter(found -> Tokens.maySignIn(found.state()))
                .orElseThrow(() -> OAuthProblem.invalidGrant("the user is not active"));
        FirstTokens first = FirstTokens.make(issuer, asked, presented.app, user, grant, clock.instant());
        boolean begun = store.write(tx -> {
            boolean used = codes.use(tx, context.instanceId(), presented.device.id());
            if (used) {
                sessions.begin(tx, context.instanceId(), first.beginning());
                first.wantNotice(tx, context, presented.app, issuer.lifetimes(context));
            }
            return used;
        });
        if (!begun) {
            throw wrongCode();
        }
        return first.issued();
    }

    private static OAuthProblem wrongCode() {
        return OAuthProblem.invalidGrant("the code is unknown or used");
    }
}
