package dev.ostiary.app;

import dev.ostiary.app.App.AuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.App.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Finds what in a client's configuration departs from OAuth 2.0 good practice (RFC 8252, RFC 9700). It is told, not refused. */
final class Compliance {
    private static final String PREFIX = "Application.OIDC.V1.";

    private Compliance() {}

    /** Returns keys of texts, none for a client that complies. */
    static List<String> problems(App.Oidc oidc) {
        List<String> problems = new ArrayList<>();
        if (oidc.redirectUris().isEmpty()) {
            problems.add(PREFIX + "NoRedirectUris");
        }
        if (oidc.grantTypes().contains(GrantType.REFRESH_TOKEN)
                && !oidc.grantTypes().contains(GrantType.AUTHORIZATION_CODE)) {
            problems.add(PREFIX + "GrantType.Refresh.NoAuthCode");
        }
        boolean code = oidc.responseTypes().contains(ResponseType.CODE);
        boolean custom =
                oidc.redirectUris().stream().anyMatch(uri -> !uri.startsWith("http://") && !uri.startsWith("https://"));
        boolean http = oidc.redirectUris().stream().anyMatch(uri -> uri.startsWith("http://"));
        if (!oidc.devMode()) {
            redirects(oidc, problems, code, custom, http);
        }
        if (oidc.type() == Type.NATIVE && oidc.authMethod() != AuthMethod.NONE) {
            problems.add(PREFIX + "Native.AuthMethodType.NotNone");
        }
        if (oidc.type() == Type.USER_AGENT && oidc.authMethod() != AuthMethod.NONE) {
            problems.add(PREFIX + "UserAgent.AuthMethodType.NotNone");
        }
        return problems;
    }

    private static void redirects(App.Oidc oidc, List<String> problems, boolean code, boolean custom, boolean http) {
        if (!code) {
            if (custom) {
                problems.add(PREFIX + "Implicit.RedirectUris.CustomNotAllowed");
            }
            if (http) {
                problems.add(PREFIX + "Implicit.RedirectUris.HttpNotAllowed");
            }
            return;
        }
        switch (oidc.type()) {
            case NATIVE -> {
                if (oidc.redirectUris().stream().anyMatch(uri -> uri.startsWith("http://") && !loopback(uri))) {
                    problems.add(PREFIX + "Native.RedirectUris.MustBeHttpLocalhost");
                }
            }
            case WEB -> {
                if (custom) {
                    problems.add(PREFIX + "Code.RedirectUris.CustomOnlyForNative");
                }
            }
            case USER_AGENT -> {
                if (custom) {
                    problems.add(PREFIX + "Code.RedirectUris.CustomOnlyForNative");
                }
                if (http) {
                    problems.add(PREFIX + "Code.RedirectUris.HttpOnlyForWeb");
                }
            }
        }
    }

    static boolean loopback(String uri) {
        try {
            String host = URI.create(uri).getHost();
            return host != null
                    && (host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]"));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
