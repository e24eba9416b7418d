package dev.ostiary.federation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in begins with.
 *
 * @param authRequestId what goes on when the person is signed in
 * @param browserKey random text that only this browser has
 * @param loginHint who it probably is; empty when nobody knows
 * @param organization the organization the sign-in is for, which its login policy and its users come from; empty for any
 * @param prompts {@code prompt} of the application (OpenID Connect Core 1.0 section 3.1.2.1)
 * @param maxAge {@code max_age} of the application, null when it has none
 * @param uiLocales {@code ui_locales} of the application
 * @param parameters further parameters of the application that some provider is to know, such as {@code acr_values}
 */
public record Beginning(
        String authRequestId,
        String browserKey,
        String loginHint,
        String organization,
        List<String> prompts,
        @Nullable Duration maxAge,
        List<String> uiLocales,
        Map<String, String> parameters) {

    public Beginning {
        parameters =
                parameters == null ? Map.of() : Map.copyOf(parameters); // a server of an earlier version keeps none
    }

    /** As it is kept until the provider answers: of the browser's key only the hash is. */
    Beginning withoutKey() {
        return new Beginning(authRequestId, "", loginHint, organization, prompts, maxAge, uiLocales, parameters);
    }

    @Override
    public String toString() {
        return "Beginning[" + authRequestId + "]";
    }
}
