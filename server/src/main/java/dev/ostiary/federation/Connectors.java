package dev.ostiary.federation;

import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Saml;
import dev.ostiary.store.Stored;

/** The protocols that this server speaks, by what a provider is configured for. */
record Connectors(OidcConnector oidc, OAuthConnector oauth, JwtConnector jwt, LdapConnector ldap, SamlConnector saml) {

    Connector of(Stored<IdentityProvider> idp) {
        return switch (idp.state().config()) {
            case Config.OpenId openId -> oidc;
            case Config.OAuth2 oAuth2 -> oauth;
            case Jwt site -> jwt;
            case Ldap directory -> ldap;
            case Saml federation -> saml;
        };
    }
}
