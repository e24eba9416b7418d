package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.app.App;

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

    static Grant.Format format(App.Oidc app) {
        return new Grant.Format(
                app.accessTokenType() == App.TokenType.JWT,
                app.idTokenUserinfoAssertion(),
                new Grant.Roles(app.accessTokenRoleAssertion(), app.idTokenRoleAssertion()),
                app.clockSkew());
    }
}
