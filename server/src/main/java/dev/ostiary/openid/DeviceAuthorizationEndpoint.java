package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.grant.DeviceCodes;
import dev.ostiary.grant.DeviceCodes.Issued;
import dev.ostiary.grant.DeviceRequest;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The device authorization endpoint (RFC 8628 section 3.1): a device gets a code that somebody enters at {@link #VERIFICATION}. */
final class DeviceAuthorizationEndpoint {
    static final String PATH = "/oauth/v2/device_authorization";
    static final String VERIFICATION = "/device";

    private final Store store;
    private final ClientAuthentication clients;
    private final ScopeLookup lookup;
    private final DeviceCodes codes;

    DeviceAuthorizationEndpoint(Store store, ClientAuthentication clients, ScopeLookup lookup, DeviceCodes codes) {
        this.store = store;
        this.clients = clients;
        this.lookup = lookup;
        this.codes = codes;
    }

    Response answer(Context context, Request request) {
        Parameters form = request.form();
        form.repeated().ifPresent(name -> {
            throw OAuthProblem.invalidRequest("a parameter may be sent only once");
        });
        ClientCredentials credentials = clients.credentials(context, request, form);
        try {
            DeviceRequest asked = store.read(sql -> asked(sql, context, credentials, form));
            Issued issued = store.write(tx -> codes.issue(tx, context.instanceId(), asked));
            return Answers.json(200, told(context, issued));
        } catch (Refusal refusal) {
            throw OAuthProblem.of(refusal.error());
        }
    }

    private DeviceRequest asked(Handle sql, Context context, ClientCredentials credentials, Parameters form) {
        Stored<App> app = clients.application(sql, context.instanceId(), credentials);
        clients.requireMet(context, app.state());
        App.Oidc config = AppGrants.require(app.state(), App.GrantType.DEVICE_CODE, DeviceCodeGrant.NAME);
        List<String> scopes = lookup.withRoles(
                sql, app, Scopes.forApplication(Scopes.parse(form.first("scope").orElse(""))));
        return new DeviceRequest(
                config.clientId(),
                scopes,
                lookup.audience(sql, context, app, scopes),
                lookup.organization(sql, context.instanceId(), scopes),
                Scopes.identityProvider(scopes).orElse(""));
    }

    private static Map<String, Object> told(Context context, Issued issued) {
        String uri = context.origin() + VERIFICATION;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("device_code", issued.deviceCode());
        answer.put("user_code", issued.userCode());
        answer.put("verification_uri", uri);
        answer.put(
                "verification_uri_complete",
                uri + "?user_code=" + URLEncoder.encode(issued.userCode(), StandardCharsets.UTF_8));
        answer.put("expires_in", DeviceCodes.LIFETIME.toSeconds());
        answer.put("interval", DeviceCodes.INTERVAL.toSeconds());
        return answer;
    }
}
