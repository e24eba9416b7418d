package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.app.App.LoginVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sign-in pages of somebody else's, which an application names as its login version 2 and which go on by {@link OidcApi}. */
final class HostedElsewhere {
    private HostedElsewhere() {}

    /** Where the browser goes with a request; empty when the application's people sign in on the pages here. */
    static Optional<String> location(App.Oidc config, String requestId) {
        LoginVersion version = config.loginVersion();
        String base = version.baseUri();
        if (version.choice() != LoginVersion.Choice.V2 || base == null || base.isEmpty()) {
            return Optional.empty();
        }
        int query = base.indexOf('?');
        String path = query < 0 ? base : base.substring(0, query);
        String rest = query < 0 ? "" : base.substring(query + 1) + "&";
        String stripped = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Optional.of(
                stripped + "/login?" + rest + "authRequest=" + URLEncoder.encode(requestId, StandardCharsets.UTF_8));
    }
}
