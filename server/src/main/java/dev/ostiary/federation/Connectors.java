package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Ldap;
import dev.ostiary.store.Stored;

/** The protocols that this server speaks, by what a provider is configured for. */
record Connectors(OidcConnector oidc, OAuthConnector oauth, JwtConnector jwt, LdapConnector ldap) {

    /** @throws LoginFailure when it speaks none that the provider does */
    Connector of(Stored<IdentityProvider> idp) throws LoginFailure {
        return switch (idp.state().config()) {
            case Config.OpenId openId -> oidc;
            case Config.OAuth2 oAuth2 -> oauth;
            case Jwt site -> jwt;
            case Ldap directory -> ldap;
            case Config.Other other ->
                throw new LoginFailure(
                        Reason.PROVIDER_NOT_OFFERED, Stage.POLICY, "nobody signs in with " + other.kind());
        };
    }
}
