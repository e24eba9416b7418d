package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.openid.connect.sdk.OIDCError;
import dev.ostiary.app.App;
import dev.ostiary.http.Parameters;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether an authorization request is valid (RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core section 3.1.2.2), without I/O. */
final class AuthorizationRules {
    static final List<String> RESPONSE_MODES = List.of("query", "fragment", "form_post");
    static final List<String> PROMPTS = List.of("none", "login", "select_account", "consent", "create");

    static final Set<String> REPEATABLE = Set.of(Resources.PARAMETER);

    private static final Pattern SHA_256 = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*");

    private AuthorizationRules() {}

    /** What became of a request whose redirect URI is allowed. */
    sealed interface Decision {
        record Valid(Asked asked) implements Decision {}

        /** The application is told. */
        record Invalid(Destination destination, ErrorObject error) implements Decision {}
    }

    /** @param redirectUri found to be allowed for the application */
    static Decision decide(App.Oidc app, String redirectUri, Parameters parameters) {
        String mode = parameters.first("response_mode").orElse("query");
        Destination destination = new Destination(
                redirectUri,
                RESPONSE_MODES.contains(mode) ? mode : "query",
                parameters.first("state").orElse(""));
        try {
            check(app, parameters, mode);
            return new Decision.Valid(asked(app, parameters, destination));
        } catch (Refusal refusal) {
            return new Decision.Invalid(destination, refusal.error());
        }
    }

    private static void check(App.Oidc app, Parameters parameters, String mode) {
        parameters.repeated(REPEATABLE).ifPresent(name -> {
            throw invalid("a parameter may be sent only once");
        });
        refuse(parameters, "request", OAuth2Error.REQUEST_NOT_SUPPORTED);
        refuse(parameters, "request_uri", OAuth2Error.REQUEST_URI_NOT_SUPPORTED);
        refuse(parameters, "registration", OIDCError.REGISTRATION_NOT_SUPPORTED);
        if (!RESPONSE_MODES.contains(mode)) {
            throw invalid("response_mode is not supported");
        }
        String type = parameters.first("response_type").orElseThrow(() -> invalid("response_type missing"));
        if (!type.equals("code")) {
            throw new Refusal(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE, "response_type is not supported");
        }
        if (!app.responseTypes().contains(App.ResponseType.CODE)
                || !app.grantTypes().contains(App.GrantType.AUTHORIZATION_CODE)) {
            throw new Refusal(OAuth2Error.UNAUTHORIZED_CLIENT, "the application may not use response_type code");
        }
    }

    private static Asked asked(App.Oidc app, Parameters parameters, Destination destination) {
        String scope = parameters.first("scope").orElseThrow(() -> invalid("scope missing"));
        return new Asked(
                destination,
                parameters.first("nonce").orElse(""),
                Scopes.forApplication(Scopes.parse(scope)),
                codeChallenge(app, parameters),
                prompts(parameters),
                maxAge(parameters),
                parameters.first("login_hint").orElse(""),
                uiLocales(parameters),
                parameters.first("id_token_hint").orElse(""),
                jkt(parameters),
                resources(parameters));
    }

    /** A client without a secret must use PKCE (RFC 9700 section 2.1.1); {@code plain} protects nothing and is refused. */
    private static String codeChallenge(App.Oidc app, Parameters parameters) {
        Optional<String> challenge = parameters.first("code_challenge");
        Optional<String> method = parameters.first("code_challenge_method");
        if (challenge.isEmpty()) {
            if (method.isPresent() || app.authMethod() == App.AuthMethod.NONE) {
                throw invalid("code_challenge missing");
            }
            return "";
        }
        if (!method.orElse("plain").equals("S256")) {
            throw invalid("code_challenge_method must be S256");
        }
        return challenge
                .filter(text -> SHA_256.matcher(text).matches())
                .orElseThrow(() -> invalid("code_challenge is not an S256 challenge"));
    }

    /** RFC 8707 section 2. */
    private static List<String> resources(Parameters parameters) {
        List<String> resources = Resources.named(parameters);
        if (!resources.stream().allMatch(Resources::isUri)) {
            throw new Refusal(OAuth2Error.INVALID_TARGET, "resource is no absolute URI");
        }
        return resources;
    }

    /** RFC 9449 section 10. */
    private static @Nullable String jkt(Parameters parameters) {
        String jkt = parameters.first("dpop_jkt").orElse(null);
        if (jkt != null && !SHA_256.matcher(jkt).matches()) {
            throw invalid("dpop_jkt is not a SHA-256 thumbprint");
        }
        return jkt;
    }

    private static List<String> prompts(Parameters parameters) {
        List<String> prompts = words(parameters, "prompt");
        if (prompts.contains("none") && prompts.size() > 1) {
            throw invalid("prompt none must stand alone");
        }
        return prompts.stream().filter(PROMPTS::contains).toList();
    }

    private static @Nullable Duration maxAge(Parameters parameters) {
        Optional<String> seconds = parameters.first("max_age");
        if (seconds.isEmpty()) {
            return null;
        }
        if (!SECONDS.matcher(seconds.get()).matches()) {
            throw invalid("max_age is not a number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(seconds.get()));
    }

    private static List<String> uiLocales(Parameters parameters) {
        return words(parameters, "ui_locales").stream()
                .filter(tag -> LANGUAGE_TAG.matcher(tag).matches())
                .toList();
    }

    private static List<String> words(Parameters parameters, String name) {
        return Arrays.stream(parameters.first(name).orElse("").split(" "))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static void refuse(Parameters parameters, String name, ErrorObject error) {
        if (!parameters.all(name).isEmpty()) {
            throw new Refusal(error, name + " is not supported");
        }
    }

    private static Refusal invalid(String description) {
        return new Refusal(OAuth2Error.INVALID_REQUEST, description);
    }
}
