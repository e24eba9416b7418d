package dev.ostiary.federation.oidc;

import dev.ostiary.federation.Connector.PlainlyPlease;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.http.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's answer to an authorization request (RFC 6749 section 4.1.2, OpenID Connect Core 1.0 sections 3.1.2.5 to 3.1.2.7, RFC
 * 9207).
 *
 * @param issuer whom the request went to; null when that is not known by an issuer identifier
 * @param issRequired the provider announces that it names itself in every answer
 * @param mayBePlainer the request asked for the account chooser, which can be left out
 */
record AuthorizationResponse(
        Parameters parameters, @Nullable String issuer, boolean issRequired, boolean mayBePlainer) {
    private static final Set<String> ABOUT_INTERACTION =
            Set.of("account_selection_required", "interaction_required", "login_required", "consent_required");

    /** What RFC 6749 calls it, and Apple. */
    private static final Set<String> CANCELLED = Set.of("access_denied", "user_cancelled_authorize");

    /** Returns the code. */
    String code() throws LoginFailure, PlainlyPlease {
        if (parameters.repeated().isPresent()) {
            throw new LoginFailure(
                    Reason.CALLBACK_INCOMPLETE,
                    Stage.CALLBACK,
                    parameters.repeated().get() + " came more than once");
        }
        String iss = parameters.first("iss").orElse("");
        if (issuer != null && !iss.isEmpty() && !iss.equals(issuer)) {
            throw new LoginFailure(
                    Reason.ISSUER_MISMATCH,
                    Stage.CALLBACK,
                    "iss is '" + iss + "', the request went to '" + issuer + "'");
        }
        if (parameters.first("error").isPresent()) {
            throw refused(
                    parameters.first("error").get(),
                    parameters.first("error_description").orElse(""));
        }
        if (iss.isEmpty() && issRequired) {
            throw new LoginFailure(
                    Reason.ISSUER_MISMATCH, Stage.CALLBACK, "iss is missing although the provider announces it");
        }
        return parameters
                .first("code")
                .orElseThrow(
                        () -> new LoginFailure(Reason.CALLBACK_INCOMPLETE, Stage.CALLBACK, "neither code nor error"));
    }

    private LoginFailure refused(String error, String description) throws PlainlyPlease {
        String detail = description.isEmpty() ? error : error + ", " + description;
        if (mayBePlainer && isAboutPrompt(error, description)) {
            throw new PlainlyPlease(detail);
        }
        Reason reason = CANCELLED.contains(error) ? Reason.CANCELLED : Reason.PROVIDER_ERROR;
        return new LoginFailure(reason, Stage.CALLBACK, "the provider answers with error " + detail);
    }

    /** Providers have no common error for a prompt they don't know; some say {@code invalid_request} and explain, some only say it. */
    private static boolean isAboutPrompt(String error, String description) {
        boolean named = description.contains("prompt") || description.contains(AuthorizationRequest.SELECT_ACCOUNT);
        return ABOUT_INTERACTION.contains(error) || named || error.equals("invalid_request") && description.isEmpty();
    }
}
