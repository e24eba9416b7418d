package dev.ostiary.federation;

import dev.ostiary.federation.oidc.Protocols;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Saml;
import dev.ostiary.store.Stored;

/** The protocols that this server speaks, by what a provider is configured for. */
record Connectors(Protocols web, LdapConnector ldap, SamlConnector saml) {

    Connector of(Stored<IdentityProvider> idp) {
        return switch (idp.state().config()) {
            case Config.OpenId openId -> web.openId();
            case Config.OAuth2 oAuth2 -> web.oauth();
            case Jwt site -> web.jwt();
            case Ldap directory -> ldap;
            case Saml federation -> saml;
        };
    }
}
