package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Apache;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Await;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Party;
import dev.ostiary.acceptance.harness.Upstream;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A site behind Apache, which signs its visitors in with Debian's mod_auth_openidc. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApacheTest {
    private static final String CALLBACK = "/signed-in";
    private static final String SITE = """
            OIDCProviderMetadataURL %1$s/.well-known/openid-configuration
            OIDCClientID %2$s
            OIDCClientSecret %3$s
            OIDCScope "%4$s"
            OIDCRedirectURI %5$s/signed-in
            OIDCPKCEMethod S256
            OIDCRemoteUserClaim sub
            OIDCCryptoPassphrase correct-horse
            <Location />
              AuthType openid-connect
              Require valid-user
              RequestHeader set X-Remote-User "expr=%%{REMOTE_USER}"
              ProxyPass %6$s/
            </Location>
            <Location /signed-in>
              ProxyPass !
            </Location>
            """;

    private final World world;
    private Tenant tenant;
    private Upstream upstream;
    private Party apache;
    private String loginName;
    private String id;

    ApacheTest(World world) {
        this.world = world;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        Apache.require();
        tenant = Tenant.create(world);
        URI origin = Party.freeOrigin();
        Registration registration = Registration.of(
                tenant,
                origin,
                CALLBACK,
                Json.object("backChannelLogoutUri", origin + CALLBACK + "?logout=backchannel"));
        upstream = Upstream.start();
        apache = Apache.serve(
                origin,
                folder,
                SITE.formatted(
                        registration.issuer(),
                        registration.clientId(),
                        registration.clientSecret(),
                        registration.scope(),
                        origin,
                        upstream.origin()));
        loginName = "apache-" + Tenant.unique();
        id = tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
    }

    @AfterAll
    void stop() {
        if (apache != null) {
            apache.close();
            upstream.close();
        }
    }

    private Person signedIn() {
        return Person.of(world)
                .open(apache.origin() + "/")
                .enterLoginName(loginName)
                .enterPassword(Tenant.PASSWORD)
                .see(Upstream.HEADING);
    }

    @Test
    void theSiteIsToldTheUserAndTheirClaims() {
        try (Person person = signedIn()) {
            JsonObject headers = person.outcome(Upstream.HEADING);

            assertThat(Json.string(headers, "x-remote-user")).isEqualTo(id);
            assertThat(Json.string(headers, "oidc_claim_sub")).isEqualTo(id);
            assertThat(Json.string(headers, "oidc_claim_email")).isEqualTo(loginName + "@example.com");
            assertThat(Json.string(headers, "oidc_claim_given_name")).isEqualTo("Minnie");
            assertThat(Json.string(headers, "oidc_claim_iss"))
                    .isEqualTo(tenant.server().origin().toString());
        }
    }

    @Test
    void whoSignsOutThereIsSignedOutOfOstiaryToo() {
        try (Person person = signedIn()) {
            person.open(apache.origin() + CALLBACK + "?logout=" + apache.origin() + "/")
                    .see("Sign in");
            assertThat(person.page().getByLabel("Login name")).isEmpty();
        }
    }

    @Test
    void whoSignsOutOfOstiaryIsSignedOutThere() {
        try (Person person = signedIn()) {
            Api visit = apache.api().with("Cookie", person.cookies(apache.origin()));
            assertThat(visit.get("/").status()).isEqualTo(200);

            person.open(tenant.server().origin() + "/ui/login/logout").click("Sign out");

            // whoever can't sign in, having no browser, is told so instead of being sent away
            Await.until(
                    "Apache to forget the visitor",
                    Duration.ofSeconds(30),
                    () -> visit.get("/").status() == 401);
        }
    }
}
