package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App.AuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.LoginVersion;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.App.TokenType;
import dev.ostiary.app.App.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplianceTest {
    private static final String NONE = "";

    /** Redirect URIs and problems are separated by blanks; problems are named without their common beginning. */
    @ParameterizedTest
    @CsvSource({
        "WEB, BASIC, CODE, false, https://a/cb, ''",
        "WEB, BASIC, CODE, false, http://a/cb, ''",
        "WEB, BASIC, CODE, false, '', NoRedirectUris",
        "WEB, BASIC, CODE, false, app:/cb, Code.RedirectUris.CustomOnlyForNative",
        "WEB, BASIC, CODE, false, https://a/cb app:/cb, Code.RedirectUris.CustomOnlyForNative",
        "USER_AGENT, NONE, CODE, false, https://a/cb, ''",
        "USER_AGENT, NONE, CODE, false, http://a/cb, Code.RedirectUris.HttpOnlyForWeb",
        "USER_AGENT, NONE, CODE, false, app:/cb, Code.RedirectUris.CustomOnlyForNative",
        "USER_AGENT, BASIC, CODE, false, https://a/cb, UserAgent.AuthMethodType.NotNone",
        "NATIVE, NONE, CODE, false, app:/cb, ''",
        "NATIVE, NONE, CODE, false, http://localhost:8080/cb, ''",
        "NATIVE, NONE, CODE, false, http://127.0.0.1/cb, ''",
        "NATIVE, NONE, CODE, false, http://[::1]/cb, ''",
        "NATIVE, NONE, CODE, false, http://a/cb, Native.RedirectUris.MustBeHttpLocalhost",
        "NATIVE, NONE, CODE, false, http://localhost.example.com/cb, Native.RedirectUris.MustBeHttpLocalhost",
        "NATIVE, NONE, CODE, false, http://127.example.com/cb, Native.RedirectUris.MustBeHttpLocalhost",
        "NATIVE, BASIC, CODE, false, app:/cb, Native.AuthMethodType.NotNone",
        "WEB, BASIC, ID_TOKEN, false, app:/cb, Implicit.RedirectUris.CustomNotAllowed",
        "WEB, BASIC, ID_TOKEN, false, http://a/cb, Implicit.RedirectUris.HttpNotAllowed",
        "WEB, BASIC, ID_TOKEN, false, https://a/cb, ''",
        "WEB, BASIC, CODE, true, app:/cb http://a/cb, ''",
        "USER_AGENT, NONE, ID_TOKEN, true, http://a/cb, ''"
    })
    void whatDepartsFromGoodPracticeIsNamed(
            Type type, AuthMethod method, ResponseType response, boolean devMode, String uris, String problems) {
        App.Oidc client = client(
                words(uris),
                List.of(response),
                List.of(GrantType.AUTHORIZATION_CODE, GrantType.IMPLICIT),
                type,
                method,
                devMode);

        assertThat(Compliance.problems(client))
                .containsExactlyElementsOf(words(problems).stream()
                        .map(problem -> "Application.OIDC.V1." + problem)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHORIZATION_CODE REFRESH_TOKEN, ''",
        "IMPLICIT REFRESH_TOKEN, Application.OIDC.V1.GrantType.Refresh.NoAuthCode",
        "REFRESH_TOKEN, Application.OIDC.V1.GrantType.Refresh.NoAuthCode"
    })
    void refreshTokensNeedTheCodeGrant(String grants, String problem) {
        App.Oidc client = client(
                List.of("https://a/cb"),
                List.of(ResponseType.CODE),
                words(grants).stream().map(GrantType::valueOf).toList(),
                Type.WEB,
                AuthMethod.BASIC,
                false);

        assertThat(Compliance.problems(client)).containsExactlyElementsOf(words(problem));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    private static App.Oidc client(
            List<String> redirectUris,
            List<ResponseType> responses,
            List<GrantType> grants,
            Type type,
            AuthMethod method,
            boolean devMode) {
        return new App.Oidc(
                "1",
                null,
                redirectUris,
                responses,
                grants,
                type,
                method,
                List.of(),
                devMode,
                TokenType.BEARER,
                false,
                false,
                false,
                Duration.ZERO,
                List.of(),
                false,
                NONE,
                new LoginVersion(LoginVersion.Choice.UNSPECIFIED, null));
    }
}
