package dev.ostiary.app;

import dev.ostiary.app.App.AuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.rpc.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the <a href="https://openid.net/specs/fapi-security-profile-2_0-final.html">FAPI 2.0 Security Profile</a> wants of a client's
 * configuration, without I/O. What it wants of requests is looked at when they come.
 */
public final class Fapi {
    /** What may be signed with (section 5.4.1). */
    public static final Set<String> ALGORITHMS = Set.of("PS256", "ES256", "EdDSA");

    private static final Set<GrantType> GRANT_TYPES = Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN);

    private Fapi() {}

    /** Returns what is missing, in the words of the contract's fields; nothing for a client that can follow the profile. */
    public static List<String> missing(App.Oidc app) {
        List<String> missing = new ArrayList<>();
        if (app.authMethod() != AuthMethod.PRIVATE_KEY_JWT) {
            missing.add("authMethodType OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT");
        }
        if (!Set.copyOf(app.responseTypes()).equals(Set.of(ResponseType.CODE))) {
            missing.add("responseTypes with OIDC_RESPONSE_TYPE_CODE alone");
        }
        if (!app.grantTypes().contains(GrantType.AUTHORIZATION_CODE) || !GRANT_TYPES.containsAll(app.grantTypes())) {
            missing.add("grantTypes with OIDC_GRANT_TYPE_AUTHORIZATION_CODE and at most OIDC_GRANT_TYPE_REFRESH_TOKEN");
        }
        if (!app.redirectUris().stream().allMatch(uri -> isSafe(app, uri))) {
            missing.add("redirectUris with https, or http on loopback for a native application");
        }
        if (app.devMode()) {
            missing.add("devMode off");
        }
        return missing;
    }

    /**
     * Returns what is missing of an application and of its instance.
     *
     * @param algorithm that the instance signs with
     */
    public static List<String> missing(App.Oidc app, String algorithm) {
        return Stream.concat(missing(app).stream(), missing(algorithm).stream()).toList();
    }

    /** Section 5.3.2.2: answers don't go over the network unencrypted. */
    private static boolean isSafe(App.Oidc app, String redirectUri) {
        return redirectUri.startsWith("https://")
                || app.type() == App.Type.NATIVE
                        && redirectUri.startsWith("http://")
                        && Compliance.loopback(redirectUri);
    }

    /**
     * Refuses what can't be followed.
     *
     * @param missing see {@link #missing}
     * @throws Problem PROJECT-Fp2mi, naming what is missing
     */
    static void require(List<String> missing) {
        if (!missing.isEmpty()) {
            throw Problem.precondition("PROJECT-Fp2mi", refusal(missing));
        }
    }

    /** Says what is missing. */
    public static String refusal(List<String> missing) {
        return "the FAPI 2.0 Security Profile can't be followed without: " + String.join("; ", missing);
    }

    /**
     * Returns what an instance lacks for its tokens to be those of the profile.
     *
     * @param algorithm that the instance signs with
     */
    public static List<String> missing(String algorithm) {
        return ALGORITHMS.contains(algorithm)
                ? List.of()
                : List.of("an active signing key of the instance for ES256 or EdDSA, as this one is for " + algorithm);
    }
}
