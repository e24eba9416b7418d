package dev.ostiary.idp;

import java.util.List;

/**
 * What a protocol must know of a provider, one record a kind: its values, its defaults and what is checked when it is saved.
 *
 * <p>Texts are kept without the blanks around them, and no value is null. Secrets are not here: see
 * {@link IdentityProvider#sealedSecret}.
 */
public sealed interface Config permits Config.OpenId, Config.OAuth2, Jwt, Ldap, Saml {
    Kind kind();

    /** Who vouches for people: links to their accounts belong to it. Empty where the configuration doesn't name it. */
    default String issuer() {
        return "";
    }

    /** Checks what a caller says, in the contract's order. */
    void check(Checks checks);

    /** Completes what an update says with what it leaves as it was. */
    default Config keeping(Config before) {
        return this;
    }

    /** What authenticates people with OpenID Connect Core 1.0, with metadata under its issuer. */
    sealed interface OpenId extends Config permits Oidc, Google, GitLab, GitLabSelfHosted, Apple {
        /** The issuer identifier, exactly as the provider's metadata says it. */
        @Override
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

        /** How the answer comes back ({@code response_mode}); empty for the usual way, in the query. */
        default String responseMode() {
            return "";
        }

        /** Whether the provider may be asked to let the person choose an account. */
        default boolean accountChooser() {
            return true;
        }

        /** Whether people are known there by their e-mail address, and by no user name. */
        default boolean emailIsUserName() {
            return false;
        }
    }

    /** What lets people authorize this server with OAuth 2.0 (RFC 6749) to ask who they are. */
    sealed interface OAuth2 extends Config permits OAuth, AzureAd, GitHub, GitHubEnterprise {
        /** The issuer where it is known, else the resource that tells who somebody is. */
        @Override
        String issuer();

        String clientId();

        /** As configured; empty for the kind's default. */
        List<String> scopes();
    }
}
