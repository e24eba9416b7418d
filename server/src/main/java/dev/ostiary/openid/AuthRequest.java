package dev.ostiary.openid;

import dev.ostiary.app.App;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an application asked for at the authorization endpoint, once it was found valid (RFC 6749 section 4.1.1, OpenID Connect Core section
 * 3.1.2.1).
 *
 * @param id unguessable; whoever has it may go on with the request
 * @param redirectUri empty for a device
 * @param responseMode {@code query}, {@code fragment}, {@code form_post}, or {@link #DEVICE} for a sign-in that a device waits for
 * @param state echoed to the application, empty for none; the id of the device for a device
 * @param nonce goes into the ID token, empty for none
 * @param scopes what is granted when the user signs in
 * @param audience who the access token will be for
 * @param codeChallenge S256 challenge (RFC 7636), empty for none
 * @param prompts the known values of {@code prompt}
 * @param maxAge how long ago the user may have signed in, null when it does not matter
 * @param loginHint what the user may want to sign in with, empty for none
 * @param uiLocales languages the user prefers, as BCP 47 tags, best first
 * @param organization id of the organization sign-in is restricted to, empty for any
 * @param idp id of the identity provider to go straight to, empty for none
 * @param hintedUser id of the user the application expects, from a valid {@code id_token_hint}; empty for none
 * @param jkt {@code dpop_jkt} (RFC 9449 section 10), null for none
 * @param implicit the tokens that the answer brings itself (OpenID Connect Core section 3.2), null where it brings a code
 * @param essentialAcr classes of authentication of which the sign-in must be of one (OpenID Connect Core section 5.5.1.1), null for any
 * @param forProvider further parameters that some identity provider is to know, null for none
 */
public record AuthRequest(
        String id,
        String clientId,
        String redirectUri,
        String responseMode,
        String state,
        String nonce,
        List<String> scopes,
        List<String> audience,
        String codeChallenge,
        List<String> prompts,
        @Nullable Duration maxAge,
        String loginHint,
        List<String> uiLocales,
        String organization,
        String idp,
        String hintedUser,
        Instant createdAt,
        @Nullable String jkt,
        App.@Nullable ResponseType implicit,
        @Nullable List<String> essentialAcr,
        @Nullable Map<String, String> forProvider) {

    static final String DEVICE = "device";

    /** Whether nothing goes back to an application, but a person decides about a device (RFC 8628). */
    boolean isForDevice() {
        return responseMode.equals(DEVICE);
    }

    public boolean hasPrompt(String prompt) {
        return prompts.contains(prompt);
    }

    /** Further parameters that some identity provider is to know. */
    public Map<String, String> parametersForProvider() {
        return forProvider == null ? Map.of() : forProvider;
    }

    /** What an id allows, only its holder should read in a log. */
    @Override
    public String toString() {
        return "AuthRequest[clientId=" + clientId + "]";
    }
}
