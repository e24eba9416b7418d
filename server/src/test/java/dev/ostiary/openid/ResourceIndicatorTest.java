package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.authorization;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.header;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.location;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Response;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectEvent;
import dev.ostiary.project.Projects;
import dev.ostiary.user.User.TokenType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say by a URI who a token is to be for (RFC 8707). */
class ResourceIndicatorTest {
    private static final String OTHER = "urn:zitadel:iam:org:project:id:101";
    private static final String API = ProviderFixture.ORIGIN;

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        client = fixture.web().jwt().add();
        fixture.machine("robot", TokenType.JWT);
        addProject("101");
        addProject(fixture.instance.project());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void addProject(String id) {
        fixture.store.write(tx -> tx.record(
                Projects.KIND,
                Projects.KIND.stream(fixture.instance.id(), id, fixture.organization),
                null,
                "",
                List.of(new ProjectEvent.Added(Project.named("Project " + id)))));
    }

    private List<String> audience(Response tokens) {
        return fixture.keys
                .of(fixture.instance.id())
                .verified(text(tokens, "access_token"))
                .orElseThrow()
                .getAudience();
    }

    private Response machine(String more) {
        Map<String, String> headers = new LinkedHashMap<>(basic("robot", "s3cret"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        return fixture.send(
                "POST", TokenEndpoint.PATH, "", headers, "grant_type=client_credentials&scope=openid&" + more);
    }

    @Test
    void aResourceThatIsAskedForIsInTheAudience() {
        assertThat(fixture.ask(client, "resource", OTHER).audience()).containsExactly(client, "100", "101");
        assertThat(fixture.ask(client, "resource", API).audience()).containsExactly(client, "100", "900");
        assertThat(fixture.ask(client, "resource", API + "/").audience()).contains("900");
        assertThat(audience(fixture.redeem(client, fixture.code(client, "resource", OTHER))))
                .containsExactly(client, "100", "101");
    }

    @Test
    void anAccessTokenIsForFewerWhenTheClientNamesThem() {
        Response first = fixture.redeem(client, fixture.code(client, "resource", OTHER), "resource", OTHER);
        assertThat(audience(first)).containsExactly("101");
        assertThat(json(fixture.post(
                        IntrospectEndpoint.PATH,
                        Map.of("token", text(first, "access_token")),
                        basic(fixture.api(), "s3cret"))))
                .isEqualTo(Map.of("active", false));

        assertThat(audience(fixture.refresh(client, text(first, "refresh_token"))))
                .containsExactly(client, "100", "101");
    }

    @Test
    void aRefreshNarrowsItAndCanWidenItAgain() {
        Response first = fixture.redeem(client, fixture.code(client, "resource", OTHER));
        Response second = fixture.post(
                TokenEndpoint.PATH,
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", text(first, "refresh_token"),
                        "resource", "urn:zitadel:iam:org:project:id:100"),
                basic(client, "s3cret"));

        assertThat(audience(second)).containsExactly("100");
        assertThat(audience(fixture.refresh(client, text(second, "refresh_token"))))
                .containsExactly(client, "100", "101");
    }

    @Test
    void whatWasNotGrantedIsNoTargetAndUsesNothingUp() {
        String code = fixture.code(client);
        assertThat(text(fixture.redeem(client, code, "resource", OTHER), "error"))
                .isEqualTo("invalid_target");
        Response tokens = fixture.redeem(client, code);
        assertThat(tokens.status()).isEqualTo(200);

        Response refused = fixture.post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token"), "resource", API),
                basic(client, "s3cret"));
        assertThat(text(refused, "error")).isEqualTo("invalid_target");
        assertThat(fixture.refresh(client, text(tokens, "refresh_token")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/",
                "urn:zitadel:iam:org:project:id:404",
                "urn:zitadel:iam:org:project:id:",
                "http://id.example.com/other",
                "http://id.example.com#a",
                "/relative",
                "http://a b"
            })
    void whatIsNotOfThisServerIsNoTarget(String resource) {
        Response asked = fixture.get(AuthorizeEndpoint.PATH, authorization(client, "resource", resource));

        assertThat(location(header(asked, "Location"))).containsEntry("error", "invalid_target");
        assertThat(text(machine(Responses.encode(Map.of("resource", resource))), "error"))
                .isEqualTo("invalid_target");
        assertThat(text(fixture.redeem(client, fixture.code(client), "resource", resource), "error"))
                .isEqualTo("invalid_target");
    }

    @Test
    void aProjectThatIsSwitchedOffIsNoTarget() {
        fixture.store.write(tx -> {
            var project = fixture.projects
                    .find(tx.sql(), fixture.instance.id(), "101")
                    .orElseThrow();
            return tx.record(Projects.KIND, project.stream(), project, "", List.of(new ProjectEvent.Deactivated()));
        });

        assertThat(text(machine("resource=" + OTHER), "error")).isEqualTo("invalid_target");
    }

    @Test
    void aMachineUserNamesWhomItsTokenIsFor() {
        assertThat(audience(machine("resource=" + OTHER))).containsExactly("101");
        assertThat(audience(machine("resource=" + OTHER + "&resource=" + API))).containsExactly("101", "900");
    }

    @Test
    void aPushedRequestKeepsAllItsResources() {
        String form = Responses.encode(authorization(client)) + "&resource=" + OTHER + "&resource=" + API;
        Map<String, String> headers = new LinkedHashMap<>(basic(client, "s3cret"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        Response pushed = fixture.send("POST", PushedAuthorizationEndpoint.PATH, "", headers, form);
        Response redirect = fixture.get(
                AuthorizeEndpoint.PATH, Map.of("client_id", client, "request_uri", text(pushed, "request_uri")));
        String id =
                Objects.requireNonNull(location(header(redirect, "Location")).get("authRequestID"));

        assertThat(fixture.provider
                        .requests()
                        .find(fixture.instance.id(), id)
                        .orElseThrow()
                        .audience())
                .containsExactly(client, "100", "101", "900");
    }

    @Test
    void aPushedRequestForNoUriIsRefusedAtOnce() {
        Response answer = fixture.post(
                PushedAuthorizationEndpoint.PATH,
                authorization(client, "resource", "/relative"),
                basic(client, "s3cret"));

        assertThat(text(answer, "error")).isEqualTo("invalid_target");
    }
}
