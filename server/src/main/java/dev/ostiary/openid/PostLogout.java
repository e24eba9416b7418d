package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.store.Store;
import java.util.Map;
import java.util.Optional;

/** Finds out where a browser may go after sign-out (OpenID Connect RP-Initiated Logout section 3). */
public final class PostLogout {
    /** The page that says one is signed out. */
    public static final String DONE = "/ui/login/logout/done";

    private final Store store;
    private final Apps apps;

    public PostLogout(Store store, Apps apps) {
        this.store = store;
        this.apps = apps;
    }

    /**
     * Returns where to send the browser.
     *
     * @param redirectUri where the application wants it; it must be registered for the application. Empty for {@link #DONE}
     * @param state handed back to the application, empty for none
     * @return empty when the application may not have the browser sent there
     */
    public Optional<String> target(String instance, String clientId, String redirectUri, String state) {
        if (redirectUri.isEmpty()) {
            return Optional.of(DONE);
        }
        boolean allowed = !clientId.isEmpty()
                && store.read(sql -> apps.byClientId(sql, instance, clientId))
                        .filter(app -> app.state().config() instanceof App.Oidc oidc
                                && RedirectUris.allowedAfterLogout(oidc, redirectUri))
                        .isPresent();
        return allowed ? Optional.of(withState(redirectUri, state)) : Optional.empty();
    }

    private static String withState(String redirectUri, String state) {
        return state.isEmpty()
                ? redirectUri
                : Responses.withQuery(redirectUri, Responses.encode(Map.of("state", state)));
    }
}
