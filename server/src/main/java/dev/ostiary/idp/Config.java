package dev.ostiary.idp;

import java.util.List;

/**
 * What a protocol must know of a provider, one record a kind: its values, its defaults and what is checked when it is saved.
 *
 * <p>Texts are kept without the blanks around them, and no value is null. Secrets are not here: see
 * {@link IdentityProvider#sealedSecret}.
 */
public sealed interface Config {
    Kind kind();

    /** Checks what a caller says, in the contract's order. */
    void check(Checks checks);

    /** Completes what an update says with what it leaves as it was. */
    default Config keeping(Config before) {
        return this;
    }

    /** What authenticates people with OpenID Connect Core 1.0, with metadata under its issuer. */
    sealed interface OpenId extends Config permits Oidc, Google, GitLab, GitLabSelfHosted {
        /** The issuer identifier, exactly as the provider's metadata says it. */
        String issuer();

        String clientId();

        /** As configured; empty for the kind's default. */
        List<String> scopes();

        /** What is asked for when nothing is configured. */
        default List<String> defaultScopes() {
            return List.of("openid", "profile", "email", "phone");
        }

        /** Whether the profile is read from the ID token instead of the userinfo endpoint. */
        default boolean idTokenMapping() {
            return false;
        }

        /** Whether PKCE is used even where the provider doesn't announce it (RFC 7636). */
        default boolean usePkce() {
            return false;
        }
    }

    /** What lets people authorize this server with OAuth 2.0 (RFC 6749) to ask who they are. */
    sealed interface OAuth2 extends Config permits OAuth, AzureAd, GitHub, GitHubEnterprise {
        String clientId();

        /** As configured; empty for the kind's default. */
        List<String> scopes();
    }

    /** What authenticates people otherwise. */
    sealed interface Other extends Config permits Jwt, Ldap, Apple, Saml {}
}
