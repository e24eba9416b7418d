package dev.ostiary.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An application of a project: an OAuth 2.0 client (RFC 6749 section 2). The stream's owner is the project's organization.
 *
 * @param project id of the project
 * @param keys with which it proves who it is, oldest first
 * @param security what it must do to get tokens, null where the instance's default counts
 */
public record App(
        String project,
        String name,
        State state,
        List<Key> keys,
        Config config,
        @Nullable ClientSecurity security) {
    public App {
        keys = List.copyOf(keys);
    }

    /** An application without keys, as it begins. */
    static App begun(String project, String name, Config config) {
        return new App(project, name, State.ACTIVE, List.of(), config, null);
    }

    /** An inactive application signs nobody in and gets no tokens, and those it has count for nothing. */
    public enum State {
        ACTIVE,
        INACTIVE
    }

    /**
     * A key with which an application signs assertions (RFC 7523).
     *
     * @param publicKey X.509 SubjectPublicKeyInfo, base64
     */
    public record Key(String id, String publicKey, Instant createdAt, Instant expiresAt) {}

    App withName(String changed) {
        return new App(project, changed, state, keys, config, security);
    }

    App withState(State changed) {
        return new App(project, name, changed, keys, config, security);
    }

    App withKeys(List<Key> changed) {
        return new App(project, name, state, changed, config, security);
    }

    App withConfig(Config changed) {
        return new App(project, name, state, keys, changed, security);
    }

    App withSecurity(@Nullable ClientSecurity changed) {
        return new App(project, name, state, keys, config, changed);
    }

    /** What kind of client it is. */
    public sealed interface Config {
        String clientId();

        /** Hash of the client secret, null when there is none. */
        @Nullable
        String secretHash();

        /** Whether the client proves who it is with one of its keys. */
        boolean usesKeys();
    }

    /**
     * A client that signs people in.
     *
     * @param clockSkew added to the life of tokens at both ends, 0 to 5 s
     * @param additionalOrigins origins from which a browser may call, beside those of the redirect URIs
     */
    public record Oidc(
            String clientId,
            @Nullable String secretHash,
            List<String> redirectUris,
            List<ResponseType> responseTypes,
            List<GrantType> grantTypes,
            Type type,
            AuthMethod authMethod,
            List<String> postLogoutRedirectUris,
            boolean devMode,
            TokenType accessTokenType,
            boolean accessTokenRoleAssertion,
            boolean idTokenRoleAssertion,
            boolean idTokenUserinfoAssertion,
            Duration clockSkew,
            List<String> additionalOrigins,
            boolean skipNativeAppSuccessPage,
            String backChannelLogoutUri,
            LoginVersion loginVersion)
            implements Config {
        public Oidc {
            redirectUris = List.copyOf(redirectUris);
            responseTypes = List.copyOf(responseTypes);
            grantTypes = List.copyOf(grantTypes);
            postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
            additionalOrigins = List.copyOf(additionalOrigins);
        }

        @Override
        public boolean usesKeys() {
            return authMethod == AuthMethod.PRIVATE_KEY_JWT;
        }

        /** Origins of the redirect URIs and the additional ones (RFC 6454): where pages of the application come from. */
        List<String> allowedOrigins() {
            return Stream.concat(redirectUris.stream().map(Oidc::origin), additionalOrigins.stream())
                    .filter(origin -> !origin.isEmpty())
                    .distinct()
                    .toList();
        }

        public boolean allowsOrigin(String origin) {
            return allowedOrigins().contains(origin);
        }

        /**
         * Tells whether an address is a page of the application, or of the sign-in pages that it names: one of its origins, or a
         * redirect URI of a native application.
         *
         * @param page without a query
         */
        boolean hasPage(String page) {
            String at = origin(page);
            String base = loginVersion.baseUri();
            return at.isEmpty()
                    ? redirectUris.contains(page)
                    : Stream.concat(
                                    allowedOrigins().stream(),
                                    Stream.ofNullable(base).map(Oidc::origin))
                            .anyMatch(at::equalsIgnoreCase);
        }

        /** Scheme, host and port; empty for what is no address of the web. */
        static String origin(String uri) {
            try {
                URI parsed = new URI(uri);
                boolean web = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
                return web && parsed.getRawAuthority() != null
                        ? parsed.getScheme() + "://" + parsed.getRawAuthority()
                        : "";
            } catch (URISyntaxException malformed) {
                return "";
            }
        }

        Oidc withSecret(@Nullable String hash) {
            return new Oidc(
                    clientId,
                    hash,
                    redirectUris,
                    responseTypes,
                    grantTypes,
                    type,
                    authMethod,
                    postLogoutRedirectUris,
                    devMode,
                    accessTokenType,
                    accessTokenRoleAssertion,
                    idTokenRoleAssertion,
                    idTokenUserinfoAssertion,
                    clockSkew,
                    additionalOrigins,
                    skipNativeAppSuccessPage,
                    backChannelLogoutUri,
                    loginVersion);
        }
    }

    /** An API that checks tokens. */
    public record Api(String clientId, @Nullable String secretHash, ApiAuthMethod authMethod) implements Config {
        @Override
        public boolean usesKeys() {
            return authMethod == ApiAuthMethod.PRIVATE_KEY_JWT;
        }

        Api withSecret(@Nullable String hash) {
            return new Api(clientId, hash, authMethod);
        }
    }

    /** As the contract has them. */
    public enum ResponseType {
        CODE,
        ID_TOKEN,
        ID_TOKEN_TOKEN
    }

    /** As the contract has them. */
    public enum GrantType {
        AUTHORIZATION_CODE,
        IMPLICIT,
        REFRESH_TOKEN,
        DEVICE_CODE,
        TOKEN_EXCHANGE
    }

    /** Where the client runs. */
    public enum Type {
        WEB,
        USER_AGENT,
        NATIVE
    }

    /** How the client authenticates at the token endpoint. */
    public enum AuthMethod {
        BASIC,
        POST,
        NONE,
        PRIVATE_KEY_JWT;

        boolean hasSecret() {
            return this == BASIC || this == POST;
        }
    }

    /** How an API authenticates. */
    public enum ApiAuthMethod {
        BASIC,
        PRIVATE_KEY_JWT
    }

    /** The form of access tokens. */
    public enum TokenType {
        BEARER,
        JWT
    }

    /** Which sign-in pages the application asked for; kept and returned, the pages are the same. */
    public record LoginVersion(Choice choice, @Nullable String baseUri) {

        /** As the contract has them. */
        public enum Choice {
            UNSPECIFIED,
            V1,
            V2
        }
    }
}
