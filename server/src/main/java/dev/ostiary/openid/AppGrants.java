package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;
import org.jspecify.annotations.Nullable;

/** Rules about what an application may redeem, and in which form it gets tokens. */
final class AppGrants {
    private AppGrants() {}

    /** @throws OAuthProblem when the application was not given the grant type */
    static App.Oidc require(App app, App.GrantType grantType, String name) {
        if (app.config() instanceof App.Oidc oidc && oidc.grantTypes().contains(grantType)) {
            return oidc;
        }
        throw OAuthProblem.of(OAuth2Error.UNAUTHORIZED_CLIENT, "grant_type \"" + name + "\" not allowed");
    }

    /** Tells whether the application was given a response type, and the grant that it is of. */
    static boolean mayAnswer(App.Oidc app, App.ResponseType type) {
        App.GrantType grantType =
                type == App.ResponseType.CODE ? App.GrantType.AUTHORIZATION_CODE : App.GrantType.IMPLICIT;
        return app.responseTypes().contains(type) && app.grantTypes().contains(grantType);
    }

    /**
     * Returns the key that a refresh token is bound to: that of a public client, which nothing else proves (RFC 9449 section 5).
     *
     * @param jkt of the key that the client has proved, null for none
     */
    static @Nullable String refreshKey(App.Oidc app, @Nullable String jkt) {
        return app.authMethod() == App.AuthMethod.NONE ? jkt : null;
    }

    static Grant.Format format(App.Oidc app) {
        return new Grant.Format(
                app.accessTokenType() == App.TokenType.JWT,
                app.idTokenUserinfoAssertion(),
                new Grant.Roles(app.accessTokenRoleAssertion(), app.idTokenRoleAssertion()),
                app.clockSkew());
    }
}
