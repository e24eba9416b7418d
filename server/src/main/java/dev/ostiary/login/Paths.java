package dev.ostiary.login;

import dev.ostiary.federation.logout.FederatedLogout;
import dev.ostiary.federation.logout.LogoutsUnderway;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.openid.Devices;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the pages are. */
final class Paths {
    static final String START = "/ui/login";
    static final String LOGIN = "/ui/login/login";
    static final String LOGIN_NAME = "/ui/login/loginname";
    static final String PASSWORD = "/ui/login/password";
    static final String NEW_PASSWORD = "/ui/login/password/change";
    static final String PROVIDER = "/ui/login/login/externalidp";
    static final String CALLBACK = "/idps/callback";
    static final String OLD_CALLBACK = "/ui/login/login/externalidp/callback";
    static final String CREDENTIALS = "/ui/login/ldap";
    static final String OLD_CREDENTIALS = "/ui/login/login/ldap";
    static final String TOKEN = "/idps/jwt";
    static final String OLD_TOKEN = "/ui/login/login/jwt/authorize";
    static final String TOKEN_CALLBACK = "/ui/login/login/jwt/callback";
    static final String SAML = "/idps/{id}/saml/acs";
    static final String OLD_SAML = ServiceProvider.OLD_ACS;
    static final String UNKNOWN = "/ui/login/unknown";
    static final String CREATE = "/ui/login/unknown/create";
    static final String LINK = "/ui/login/unknown/link";
    static final String LINKED = "/ui/login/linked";
    static final String CONTINUE = "/ui/login/continue";
    static final String CANCEL = "/ui/login/cancel";
    static final String SHORT_DEVICE = "/device";
    static final String DEVICE = "/ui/login/device";
    static final String DEVICE_CONFIRM = Devices.DECIDE;
    static final String DEVICE_ALLOWED = "/ui/login/device/allowed";
    static final String DEVICE_DENIED = Devices.DENIED;
    static final String LOGOUT = "/ui/login/logout";
    static final String LOGOUT_ELSEWHERE = LogoutsUnderway.PAGE;
    static final String LOGOUT_RETURN = FederatedLogout.RETURN;
    static final String SAML_LOGOUT = "/idps/{id}/saml/slo";
    static final String LOGGED_OUT = "/ui/login/logout/done";

    private static final Pattern SAML_OF_ONE = Pattern.compile("/idps/[0-9]{1,20}/saml/acs");
    private static final Pattern SAML_LOGOUT_OF_ONE = Pattern.compile("/idps/[0-9]{1,20}/saml/slo");

    private Paths() {}

    /** Where a path leads: for those that name a provider what they have in common. */
    static String page(String path) {
        return SAML_OF_ONE.matcher(path).matches()
                ? SAML
                : SAML_LOGOUT_OF_ONE.matcher(path).matches() ? SAML_LOGOUT : path;
    }

    /** Tells whether SAML providers have the browser post their messages there. */
    static boolean takesSaml(String path) {
        return Set.of(SAML, OLD_SAML, SAML_LOGOUT).contains(page(path));
    }

    /** Where the sign-in for an authorization request begins. */
    static String begin(String authRequest) {
        return LOGIN + "?authRequestID=" + encode(authRequest);
    }

    static String with(String path, String ticket) {
        return path + "?ticket=" + encode(ticket);
    }

    /** @param ticket empty when nobody has said yet who they are */
    static String provider(String idp, String authRequest, String ticket) {
        String path = PROVIDER + "?idpConfigID=" + encode(idp) + "&authRequestID=" + encode(authRequest);
        return ticket.isEmpty() ? path : path + "&ticket=" + encode(ticket);
    }

    /** @param state of a sign-in that asks for name and password at a provider */
    static String credentials(String state) {
        return CREDENTIALS + "?state=" + encode(state);
    }

    /** Like {@link #provider}, for the one that was last used in this browser. */
    static String lastProvider(String idp, String authRequest, String ticket) {
        return provider(idp, authRequest, ticket) + "&last=1";
    }

    /** Where somebody begins anew as somebody else. */
    static String another(String ticket) {
        return with(LOGIN_NAME, ticket) + "&another=1";
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
