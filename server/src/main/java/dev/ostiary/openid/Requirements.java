package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.app.ClientSecurity;
import dev.ostiary.app.ClientSecurityDefaults;
import dev.ostiary.app.Fapi;
import dev.ostiary.crypto.SigningKeys;
import java.util.List;

/** Finds out what is demanded of an application: what was set for it, or else the instance's default. */
final class Requirements {
    private final ClientSecurityDefaults defaults;
    private final SigningKeys keys;

    Requirements(ClientSecurityDefaults defaults, SigningKeys keys) {
        this.defaults = defaults;
        this.keys = keys;
    }

    ClientSecurity security(Context context, App app) {
        ClientSecurity own = app.security();
        return own == null ? defaults.of(context.instanceId()) : own;
    }

    Demands of(Context context, App app) {
        ClientSecurity security = security(context, app);
        return new Demands(security, security.isFapi() ? missing(context, app) : List.of());
    }

    /** Whatever was looked at when it was set: a default is set for applications that nobody looked at, and signing keys change. */
    private List<String> missing(Context context, App app) {
        String algorithm = keys.of(context.instanceId()).algorithm().getName();
        return app.config() instanceof App.Oidc oidc ? Fapi.missing(oidc, algorithm) : List.of();
    }
}
