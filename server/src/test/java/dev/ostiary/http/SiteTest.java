package dev.ostiary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {

    private final Site site = Site.of(named("api"))
            .at("/", named("root"))
            .at("/ui/login/special", named("special"))
            .under("/ui/", named("ui"))
            .under("/ui/login/", named("login"));

    private static Handler named(String name) {
        return request -> Response.of(200, "text/plain", name);
    }

    @ParameterizedTest
    @CsvSource({
        "/, root",
        "/ui/x, ui",
        "/ui/login/x, login",
        "/ui/login/, login",
        "/ui/login, ui",
        "/ui/login/special, special",
        "/ui, api",
        "/admin/v1/x, api",
        "'', api"
    })
    void theExactPathWinsThenTheLongestPrefix(String path, String name) {
        Request request = new Request("GET", path, "", "localhost", "", header -> null, InputStream.nullInputStream());
        assertThat(new String(site.handle(request).body(), StandardCharsets.UTF_8))
                .isEqualTo(name);
    }

    @Test
    void aPathHasOneHandler() {
        assertThatThrownBy(() -> site.at("/", named("other"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Example.COM:8080, example.com",
        "example.com, example.com",
        "[::1]:8080, [::1]",
        "[::1], [::1]",
        "'', ''"
    })
    void theHostIsLowerCaseWithoutItsPort(String authority, String host) {
        Request request = new Request("GET", "/", "", authority, "", header -> null, InputStream.nullInputStream());
        assertThat(request.host()).isEqualTo(host);
    }
}
