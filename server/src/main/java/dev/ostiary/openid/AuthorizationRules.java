package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.openid.connect.sdk.OIDCError;
import dev.ostiary.app.App;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.ClientSecurity;
import dev.ostiary.http.Parameters;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether an authorization request is valid (RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core sections 3.1.2.2 and 3.2.2.2), without I/O. */
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

    /**
     * @param pushed whether the request was pushed (RFC 9126)
     * @param redirectUri found to be allowed for the application
     */
    static Decision decide(App.Oidc app, Demands demands, boolean pushed, String redirectUri, Parameters parameters) {
        String usual = bringTokens(parameters) ? "fragment" : "query";
        String mode = parameters.first("response_mode").orElse(usual);
        boolean usable = RESPONSE_MODES.contains(mode) && !(mode.equals("query") && bringTokens(parameters));
        Destination destination = new Destination(
                redirectUri, usable ? mode : usual, parameters.first("state").orElse(""));
        try {
            check(parameters, usable);
            ResponseType type = responseType(app, parameters);
            require(demands, pushed, type);
            return new Decision.Valid(asked(app, demands.security(), type, parameters, destination));
        } catch (Refusal refusal) {
            return new Decision.Invalid(destination, refusal.error());
        }
    }

    /** See {@link ResponseTypes#bringTokens(String)}. */
    static boolean bringTokens(Parameters parameters) {
        return ResponseTypes.bringTokens(parameters.first("response_type").orElse(""));
    }

    private static void check(Parameters parameters, boolean usableMode) {
        parameters.repeated(REPEATABLE).ifPresent(name -> {
            throw invalid("a parameter may be sent only once");
        });
        refuse(parameters, "request", OAuth2Error.REQUEST_NOT_SUPPORTED);
        refuse(parameters, "request_uri", OAuth2Error.REQUEST_URI_NOT_SUPPORTED);
        refuse(parameters, "registration", OIDCError.REGISTRATION_NOT_SUPPORTED);
        if (!usableMode) {
            throw invalid("response_mode is not supported");
        }
    }

    private static ResponseType responseType(App.Oidc app, Parameters parameters) {
        String asked = parameters.first("response_type").orElseThrow(() -> invalid("response_type missing"));
        ResponseType type = ResponseTypes.of(asked)
                .orElseThrow(
                        () -> new Refusal(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE, "response_type is not supported"));
        if (!AppGrants.mayAnswer(app, type)) {
            throw new Refusal(OAuth2Error.UNAUTHORIZED_CLIENT, "the application may not use this response_type");
        }
        return type;
    }

    private static void require(Demands demands, boolean pushed, ResponseType type) {
        if (!demands.canBeMet()) {
            throw new Refusal(OAuth2Error.UNAUTHORIZED_CLIENT, demands.refusal());
        }
        if (demands.security().wantsPushedRequests() && !pushed) {
            throw invalid("the application must push its requests");
        }
        if (demands.security().wantsDpop() && type == ResponseType.ID_TOKEN_TOKEN) {
            throw new Refusal(
                    OAuth2Error.UNAUTHORIZED_CLIENT, "an access token of this response_type can't be bound to a key");
        }
    }

    private static Asked asked(
            App.Oidc app, ClientSecurity security, ResponseType type, Parameters parameters, Destination destination) {
        String scope = parameters.first("scope").orElseThrow(() -> invalid("scope missing"));
        List<String> scopes = Scopes.forApplication(Scopes.parse(scope));
        boolean code = type == ResponseType.CODE;
        if (!code) {
            checkImplicit(parameters, scopes);
        }
        return new Asked(
                destination,
                parameters.first("nonce").orElse(""),
                code ? scopes : withoutRefresh(scopes),
                code ? codeChallenge(app, security, parameters) : "",
                prompts(parameters),
                maxAge(parameters),
                parameters.first("login_hint").orElse(""),
                uiLocales(parameters),
                parameters.first("id_token_hint").orElse(""),
                jkt(parameters),
                resources(parameters),
                code ? null : type,
                AcrRequest.essential(parameters));
    }

    /** OpenID Connect Core section 3.2.2.1. A key that nobody will prove binds nothing. */
    private static void checkImplicit(Parameters parameters, List<String> scopes) {
        if (!scopes.contains(Scopes.OPENID)) {
            throw invalid("scope openid missing");
        }
        if (parameters.first("nonce").isEmpty()) {
            throw invalid("nonce missing");
        }
        if (parameters.first("dpop_jkt").isPresent()) {
            throw invalid("dpop_jkt needs response_type code");
        }
    }

    /** OpenID Connect Core section 11: where there is no code, {@code offline_access} means nothing. */
    private static List<String> withoutRefresh(List<String> scopes) {
        return scopes.stream()
                .filter(scope -> !scope.equals(Scopes.OFFLINE_ACCESS))
                .toList();
    }

    /** A client without a secret must use PKCE (RFC 9700 section 2.1.1); {@code plain} protects nothing and is refused. */
    private static String codeChallenge(App.Oidc app, ClientSecurity security, Parameters parameters) {
        Optional<String> challenge = parameters.first("code_challenge");
        Optional<String> method = parameters.first("code_challenge_method");
        if (challenge.isEmpty()) {
            if (method.isPresent() || app.authMethod() == App.AuthMethod.NONE || security.wantsPkce()) {
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
