package dev.ostiary.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTest {

    @ParameterizedTest
    @CsvSource({
        // type, development mode, registered, asked, allowed
        "WEB,        false, https://a.test/cb,            https://a.test/cb,                true",
        "WEB,        false, http://a.test/cb,             http://a.test/cb,                 true",
        "WEB,        false, https://a.test/cb,            https://a.test/cb/,               false",
        "WEB,        false, https://a.test/cb,            https://a.test/cb?x=1,            false",
        "WEB,        false, https://a.test/cb,            https://A.test/cb,                false",
        "WEB,        false, https://a.test/cb,            https://a.test:443/cb,            false",
        "WEB,        false, https://a.test/cb,            https://a.test/cb#x,              false",
        "WEB,        false, https://a.test/cb#x,          https://a.test/cb#x,              false",
        "WEB,        false, https://a.test/cb,            https://u@a.test/cb,              false",
        "WEB,        false, https://a.test/cb,            //a.test/cb,                      false",
        "WEB,        false, https://a.test/cb,            /cb,                              false",
        "WEB,        false, app:/cb,                      app:/cb,                          false",
        "WEB,        false, https://a.test/*,             https://a.test/x,                 false",
        "WEB,        false, http://localhost:1/cb,        http://localhost:2/cb,            false",
        "USER_AGENT, false, http://a.test/cb,             http://a.test/cb,                 false",
        "USER_AGENT, true,  http://a.test/cb,             http://a.test/cb,                 true",
        "USER_AGENT, false, https://a.test/cb,            https://a.test/cb,                true",
        "USER_AGENT, true,  app:/cb,                      app:/cb,                          false",
        "NATIVE,     false, app:/cb,                      app:/cb,                          true",
        "NATIVE,     false, app:/cb,                      app:/cb2,                         false",
        "NATIVE,     false, javascript:alert(1),          javascript:alert(1),              false",
        "NATIVE,     false, https://a.test/cb,            https://a.test/cb,                true",
        "NATIVE,     false, http://a.test/cb,             http://a.test/cb,                 false",
        "NATIVE,     true,  http://a.test/cb,             http://a.test/cb,                 true",
        "NATIVE,     false, http://localhost/cb,          http://localhost:51004/cb,        true",
        "NATIVE,     false, http://localhost/cb,          http://127.0.0.1:51004/cb,        true",
        "NATIVE,     false, http://127.0.0.1:80/cb,       http://[::1]:51004/cb,            true",
        "NATIVE,     false, http://localhost/cb,          http://localhost:51004/cb?a=b,    false",
        "NATIVE,     false, http://localhost/cb,          http://localhost:51004/other,     false",
        "NATIVE,     false, http://localhost/cb,          https://localhost:51004/cb,       false",
        "NATIVE,     false, http://localhost/cb,          http://localhost.evil.test/cb,    false",
        "NATIVE,     false, http://localhost/cb,          http://127.0.0.1.evil.test/cb,    false",
        "NATIVE,     false, https://a.test/cb,            http://127.0.0.1:51004/cb,        false",
        "WEB,        true,  https://*.a.test/cb,          https://x.a.test/cb,              true",
        "WEB,        true,  https://*.a.test/cb,          https://x.y.a.test/cb,            true",
        "WEB,        true,  https://*.a.test/cb,          https://evil.test/.a.test/cb,     false",
        "WEB,        true,  https://*.a.test/cb,          https://evil.test?.a.test/cb,     false",
        "WEB,        true,  https://*.a.test/cb,          https://evil.test:1/.a.test/cb,   false",
        "WEB,        true,  https://*.a.test/cb,          https://u@.a.test/cb,             false",
        "WEB,        true,  https://a.test/*/cb,          https://a.test/x/cb,              true",
        "WEB,        true,  https://a.test/*/cb,          https://a.test/x/y/cb,            false",
        "WEB,        true,  https://a.test/**/cb,         https://a.test/x/y/cb,            true",
        "WEB,        true,  https://a.test/**,            https://b.test/x,                 false",
        "WEB,        true,  https://a.test/x.y,           https://a.test/xzy,               false",
    })
    void onlyRegisteredUrisAreAllowed(
            App.Type type, boolean devMode, String registered, String asked, boolean allowed) {
        assertThat(RedirectUris.allowed(app(type, devMode, registered), asked)).isEqualTo(allowed);
    }

    @Property
    void nothingButTheRegisteredUriIsAllowedToAWebApplication(
            @ForAll("uris") String registered, @ForAll("uris") String asked) {
        assertThat(RedirectUris.allowed(app(App.Type.WEB, false, registered), asked))
                .isEqualTo(registered.equals(asked));
    }

    @Property
    void whateverIsAskedTheAnswerIsYesOrNo(@ForAll String registered, @ForAll String asked) {
        assertThat(RedirectUris.allowed(app(App.Type.NATIVE, true, registered), asked))
                .isIn(true, false);
    }

    @Property
    void aPatternForHostsBelowADomainMatchesNoOtherHost(@ForAll("labels") String label, @ForAll("glue") String glue) {
        String asked = "https://evil.test" + glue + label + ".a.test/cb";
        if (RedirectUris.allowed(app(App.Type.WEB, true, "https://*.a.test/cb"), asked)) {
            assertThat(URI.create(asked).getHost()).endsWith(".a.test");
        }
    }

    @Property
    void aLabelBelowTheDomainMatchesItsPattern(@ForAll("labels") String label) {
        assertThat(RedirectUris.allowed(
                        app(App.Type.WEB, true, "https://*.a.test/cb"), "https://x" + label + ".a.test/cb"))
                .isTrue();
    }

    @Provide
    Arbitrary<String> uris() {
        return Arbitraries.of("https", "http")
                .flatMap(scheme -> Arbitraries.of("a.test", "a.test:8443", "b.test")
                        .flatMap(host -> Arbitraries.of("", "/", "/cb", "/cb/", "/cb?x=1", "/CB")
                                .map(path -> scheme + "://" + host + path)));
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings().alpha().ofMaxLength(5);
    }

    @Provide
    Arbitrary<String> glue() {
        return Arbitraries.strings().withChars("/?#@:\\.%&;").ofMaxLength(3);
    }

    private static App.Oidc app(App.Type type, boolean devMode, String redirectUri) {
        return new App.Oidc(
                "1",
                null,
                List.of(redirectUri),
                List.of(),
                List.of(),
                type,
                App.AuthMethod.NONE,
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
}
