package dev.ostiary.federation.oidc;

import dev.ostiary.idp.AzureAd;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.GitHub;
import dev.ostiary.idp.GitHubEnterprise;
import dev.ostiary.idp.OAuth;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * An OAuth 2.0 authorization server and its resource that tells who the person is.
 *
 * @param issuer what links to accounts there are pinned to: whoever else the provider is pointed to later can't inherit them
 * @param clientAuthentication ways to authenticate at the token endpoint, in the order they are tried
 * @param prompts values of {@code prompt} that it understands
 */
record OAuthProvider(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI userEndpoint,
        List<String> scopes,
        List<String> clientAuthentication,
        boolean pkce,
        List<String> prompts) {
    private static final List<String> POST = List.of("client_secret_post");
    private static final List<String> ACCOUNT_CHOOSER = List.of("login", AuthorizationRequest.SELECT_ACCOUNT);

    static OAuthProvider of(Config.OAuth2 config) {
        return switch (config) {
            case OAuth any ->
                new OAuthProvider(
                        any.issuer(),
                        URI.create(any.authorizationEndpoint()),
                        URI.create(any.tokenEndpoint()),
                        URI.create(any.userEndpoint()),
                        any.scopes(),
                        List.of("client_secret_basic", "client_secret_post"),
                        any.usePkce(),
                        List.of());
            case GitHub cloud ->
                gitHub(
                        cloud.issuer(),
                        "https://github.com/login/oauth/authorize",
                        "https://github.com/login/oauth/access_token",
                        "https://api.github.com/user",
                        cloud.scopes());
            case GitHubEnterprise own ->
                gitHub(
                        own.issuer(),
                        own.authorizationEndpoint(),
                        own.tokenEndpoint(),
                        own.userEndpoint(),
                        own.scopes());
            case AzureAd directory -> entra(directory);
        };
    }

    /** <a href="https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps">GitHub's OAuth apps</a>. */
    private static OAuthProvider gitHub(
            String issuer, String authorize, String token, String user, List<String> configured) {
        return new OAuthProvider(
                issuer,
                URI.create(authorize),
                URI.create(token),
                URI.create(user),
                configured.isEmpty() ? List.of("read:user", "user:email") : configured,
                POST,
                true,
                ACCOUNT_CHOOSER);
    }

    /** <a href="https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow">Entra ID</a>, and Graph for the profile. */
    private static OAuthProvider entra(AzureAd directory) {
        String authority = directory.authority();
        List<String> wanted = directory.scopes().isEmpty()
                ? List.of("openid", "profile", "email", "phone", "User.Read")
                : Stream.concat(Stream.of("openid", "User.Read"), directory.scopes().stream())
                        .distinct()
                        .toList();
        return new OAuthProvider(
                directory.issuer(),
                URI.create(authority + "/oauth2/v2.0/authorize"),
                URI.create(authority + "/oauth2/v2.0/token"),
                URI.create("https://graph.microsoft.com/v1.0/me"),
                wanted,
                POST,
                true,
                ACCOUNT_CHOOSER);
    }
}
