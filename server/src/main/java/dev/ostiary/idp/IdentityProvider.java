package dev.ostiary.idp;

import java.util.List;

/** A configured identity provider. */
public record IdentityProvider(String name, Options options, Config config) {

    /**
     * What may happen with a person that the provider vouches for. The switches are independent of each other.
     *
     * @param linkingAllowed a person may link the account to an existing user
     * @param creationAllowed a person may create a user from the account
     * @param autoCreation a user is created without asking
     * @param autoUpdate the user's profile follows the account at each login
     * @param autoLinking how an existing user is found and linked without asking
     */
    public record Options(
            boolean linkingAllowed,
            boolean creationAllowed,
            boolean autoCreation,
            boolean autoUpdate,
            AutoLinking autoLinking) {
        public static final Options NONE = new Options(false, false, false, false, AutoLinking.NONE);
    }

    /** By what an existing user is found. */
    public enum AutoLinking {
        NONE,
        USERNAME,
        EMAIL
    }

    /** What a protocol must know. */
    public sealed interface Config {

        /**
         * Any OpenID Provider (OpenID Connect Core 1.0).
         *
         * @param issuer the provider's issuer identifier, exactly as its metadata says it
         * @param sealedSecret the client secret, sealed; open it with {@link IdentityProviders#clientSecret}
         * @param scopes as configured; {@code openid} is added when it is missing
         * @param idTokenMapping the profile is read from the ID token instead of the userinfo endpoint
         * @param usePkce PKCE is used even where the provider doesn't announce it (RFC 7636)
         */
        record Oidc(
                String issuer,
                String clientId,
                String sealedSecret,
                List<String> scopes,
                boolean idTokenMapping,
                boolean usePkce)
                implements Config {
            public Oidc {
                scopes = List.copyOf(scopes);
            }
        }
    }
}
