package dev.ostiary.app;

import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.Key;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.AppEvent.ApiAdded;
import dev.ostiary.app.AppEvent.ApiChanged;
import dev.ostiary.app.AppEvent.ApiSecretChanged;
import dev.ostiary.app.AppEvent.Deactivated;
import dev.ostiary.app.AppEvent.KeyAdded;
import dev.ostiary.app.AppEvent.KeyRemoved;
import dev.ostiary.app.AppEvent.NameChanged;
import dev.ostiary.app.AppEvent.OidcAdded;
import dev.ostiary.app.AppEvent.OidcChanged;
import dev.ostiary.app.AppEvent.OidcSecretChanged;
import dev.ostiary.app.AppEvent.Reactivated;
import dev.ostiary.app.AppEvent.Removed;
import dev.ostiary.app.AppEvent.SecurityReset;
import dev.ostiary.app.AppEvent.SecuritySet;
import dev.ostiary.rpc.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What events make of an application, and which configurations there can be, without I/O. */
final class AppRules {
    private AppRules() {}

    static @Nullable App evolve(@Nullable App before, AppEvent event) {
        return switch (event) {
            case OidcAdded added -> App.begun(added.project(), added.name(), added.config());
            case ApiAdded added -> App.begun(added.project(), added.name(), added.config());
            case NameChanged changed -> there(before).withName(changed.name());
            case OidcChanged changed -> there(before).withConfig(changed.config());
            case ApiChanged changed -> there(before).withConfig(changed.config());
            case OidcSecretChanged changed -> withSecret(there(before), changed.secretHash());
            case ApiSecretChanged changed -> withSecret(there(before), changed.secretHash());
            case KeyAdded added -> there(before).withKeys(with(there(before).keys(), added.key()));
            case KeyRemoved removed ->
                there(before).withKeys(without(there(before).keys(), removed.id()));
            case SecuritySet set -> there(before).withSecurity(set.security());
            case SecurityReset _ -> there(before).withSecurity(null);
            case Deactivated _ -> there(before).withState(App.State.INACTIVE);
            case Reactivated _ -> there(before).withState(App.State.ACTIVE);
            case Removed _ -> null;
        };
    }

    private static App there(@Nullable App before) {
        if (before == null) {
            throw new IllegalStateException("an application begins with its addition");
        }
        return before;
    }

    private static App withSecret(App app, String hash) {
        return app.withConfig(
                switch (app.config()) {
                    case App.Oidc oidc -> oidc.withSecret(hash);
                    case App.Api api -> api.withSecret(hash);
                });
    }

    private static List<Key> with(List<Key> keys, Key added) {
        List<Key> all = new ArrayList<>(keys);
        all.add(added);
        return all;
    }

    private static List<Key> without(List<Key> keys, String id) {
        return keys.stream().filter(key -> !key.id().equals(id)).toList();
    }

    /** @throws Problem when there can't be a client with this configuration */
    static void require(App.Oidc oidc) {
        requireGrants(oidc);
        requireOrigins(oidc);
        requireLogoutUri(oidc);
        requireLoginUri(oidc);
    }

    /** A response type is worth nothing without the grant that redeems it. */
    private static void requireGrants(App.Oidc oidc) {
        for (ResponseType type : oidc.responseTypes()) {
            boolean redeemable = switch (type) {
                case CODE ->
                    oidc.grantTypes().contains(GrantType.AUTHORIZATION_CODE)
                            || oidc.grantTypes().contains(GrantType.DEVICE_CODE);
                case ID_TOKEN, ID_TOKEN_TOKEN -> oidc.grantTypes().contains(GrantType.IMPLICIT);
            };
            if (!redeemable) {
                throw invalid();
            }
        }
    }

    private static void requireOrigins(App.Oidc oidc) {
        if (!oidc.additionalOrigins().stream().allMatch(AppRules::isOrigin)) {
            throw invalid();
        }
    }

    /** The browser is sent there with every sign-in. */
    private static void requireLoginUri(App.Oidc oidc) {
        String base = oidc.loginVersion().baseUri();
        if (base != null && !base.isEmpty() && !isWeb(base)) {
            throw Problem.invalid("PROJECT-Lb2ur", "Errors.Project.App.Invalid");
        }
    }

    /** OpenID Connect Back-Channel Logout section 2.2. Whether the address may be called is decided when it is. */
    private static void requireLogoutUri(App.Oidc oidc) {
        if (!oidc.backChannelLogoutUri().isEmpty() && !isWeb(oidc.backChannelLogoutUri())) {
            throw invalid();
        }
    }

    private static boolean isWeb(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Scheme, host and maybe a port (RFC 6454 section 6.2). */
    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    static Problem invalid() {
        return Problem.invalid("PROJECT-1n8df", "Errors.Project.App.Invalid");
    }
}
