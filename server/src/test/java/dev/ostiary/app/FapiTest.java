package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App.AuthMethod;
import dev.ostiary.app.App.GrantType;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.app.App.Type;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FapiTest {
    private static final App.Oidc GOOD = app(
            Type.WEB,
            AuthMethod.PRIVATE_KEY_JWT,
            List.of(ResponseType.CODE),
            List.of(GrantType.AUTHORIZATION_CODE),
            false,
            "https://app.example.com/cb");

    private static App.Oidc app(
            Type type,
            AuthMethod method,
            List<ResponseType> responses,
            List<GrantType> grants,
            boolean devMode,
            String... redirectUris) {
        return new App.Oidc(
                "1",
                null,
                List.of(redirectUris),
                responses,
                grants,
                type,
                method,
                List.of(),
                devMode,
                App.TokenType.BEARER,
                false,
                false,
                false,
                Duration.ZERO,
                List.of(),
                false,
                "",
                new App.LoginVersion(App.LoginVersion.Choice.UNSPECIFIED, null));
    }

    private static App.Oidc with(AuthMethod method) {
        return app(Type.WEB, method, GOOD.responseTypes(), GOOD.grantTypes(), false, "https://app.example.com/cb");
    }

    private static App.Oidc with(ResponseType... types) {
        return app(Type.WEB, GOOD.authMethod(), List.of(types), GOOD.grantTypes(), false, "https://app.example.com/cb");
    }

    private static App.Oidc with(GrantType... types) {
        return app(
                Type.WEB, GOOD.authMethod(), GOOD.responseTypes(), List.of(types), false, "https://app.example.com/cb");
    }

    private static App.Oidc with(Type type, String... redirectUris) {
        return app(type, GOOD.authMethod(), GOOD.responseTypes(), GOOD.grantTypes(), false, redirectUris);
    }

    static Stream<Arguments> lacking() {
        return Stream.of(
                Arguments.of("authMethodType", with(AuthMethod.NONE)),
                Arguments.of("authMethodType", with(AuthMethod.BASIC)),
                Arguments.of("authMethodType", with(AuthMethod.POST)),
                Arguments.of("responseTypes", with(ResponseType.ID_TOKEN)),
                Arguments.of("responseTypes", with(ResponseType.CODE, ResponseType.ID_TOKEN)),
                Arguments.of("responseTypes", with(new ResponseType[0])),
                Arguments.of("grantTypes", with(GrantType.REFRESH_TOKEN)),
                Arguments.of("grantTypes", with(GrantType.AUTHORIZATION_CODE, GrantType.IMPLICIT)),
                Arguments.of("grantTypes", with(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE)),
                Arguments.of("grantTypes", with(GrantType.AUTHORIZATION_CODE, GrantType.TOKEN_EXCHANGE)),
                Arguments.of("redirectUris", with(Type.WEB, "https://a.example/cb", "http://a.example/cb")),
                Arguments.of("redirectUris", with(Type.WEB, "http://127.0.0.1/cb")),
                Arguments.of("redirectUris", with(Type.NATIVE, "http://a.example/cb")),
                Arguments.of("redirectUris", with(Type.NATIVE, "http://127.0.0.1.evil.example/cb")),
                Arguments.of("redirectUris", with(Type.NATIVE, "com.example.app:/cb")),
                Arguments.of(
                        "devMode",
                        app(
                                Type.WEB,
                                GOOD.authMethod(),
                                GOOD.responseTypes(),
                                GOOD.grantTypes(),
                                true,
                                "https://*.example.com/cb")));
    }

    @ParameterizedTest
    @MethodSource("lacking")
    void whatIsMissingIsNamedByTheContractsField(String field, App.Oidc app) {
        assertThat(Fapi.missing(app)).singleElement().asString().startsWith(field);
    }

    static Stream<App.Oidc> complete() {
        return Stream.of(
                GOOD,
                with(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
                with(Type.NATIVE, "http://127.0.0.1/cb", "http://[::1]:8080/cb", "https://app.example.com/cb"),
                with(Type.WEB));
    }

    @ParameterizedTest
    @MethodSource("complete")
    void nothingIsMissingOfAClientThatCanFollowTheProfile(App.Oidc app) {
        assertThat(Fapi.missing(app)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ES256, true",
        "PS256, true",
        "EdDSA, true",
        "RS256, false",
        "ES384, false",
        "ES512, false",
        "RS512, false"
    })
    void theInstanceMustSignWithAnAlgorithmOfTheProfile(String algorithm, boolean good) {
        assertThat(Fapi.missing(GOOD, algorithm).isEmpty()).isEqualTo(good);
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() {
        assertThat(Fapi.missing(app(Type.USER_AGENT, AuthMethod.NONE, List.of(), List.of(), true, "http://a.example")))
                .hasSize(5);
    }
}
