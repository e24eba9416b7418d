package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.GoProgram;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.Party;
import dev.ostiary.acceptance.harness.Upstream;
import dev.ostiary.acceptance.harness.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A site that knows nothing of OpenID Connect, protected by oauth2-proxy as it was published. */
@ExtendWith(World.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuth2ProxyTest {
    private static final String COOKIE_SECRET = "0123456789abcdef0123456789abcdef";

    private final World world;
    private final Tenant tenant;
    private final GoProgram program;
    private final Upstream upstream;
    private final Registration registration;
    private final Party proxy;

    OAuth2ProxyTest(World world) {
        this.program = GoProgram.oauth2Proxy();
        this.world = world;
        this.tenant = Tenant.create(world);
        this.upstream = Upstream.start();
        this.registration = registered();
        this.proxy = serve(registration, registration.scope());
    }

    private Registration registered() {
        return Registration.of(tenant, Party.freeOrigin(), "/oauth2/callback", Json.object());
    }

    private Party serve(Registration registration, String scope) {
        return program.serve(
                registration.origin(),
                List.of(
                        "--http-address=" + registration.origin(),
                        "--provider=oidc",
                        "--oidc-issuer-url=" + registration.issuer(),
                        "--client-id=" + registration.clientId(),
                        "--client-secret=" + registration.clientSecret(),
                        "--redirect-url=" + registration.origin() + "/oauth2/callback",
                        "--scope=" + scope,
                        "--code-challenge-method=S256",
                        "--insecure-oidc-skip-nonce=false",
                        "--skip-provider-button",
                        "--cookie-secret=" + COOKIE_SECRET,
                        "--cookie-secure=false",
                        "--email-domain=*",
                        "--whitelist-domain=" + tenant.server().origin().getAuthority(),
                        "--pass-access-token",
                        "--upstream=" + upstream.origin()));
    }

    @AfterAll
    void stop() {
        proxy.close();
        upstream.close();
    }

    private Person visitor() {
        return Person.of(world).open(proxy.origin() + "/");
    }

    @Test
    void aVisitorSignsInWithAPasswordAndTheSiteIsToldWhoTheyAre() {
        String loginName = "proxy-" + Tenant.unique();
        String id = tenant.human(loginName, Tenant.verified(loginName + "@example.com"));
        assertThat(proxy.api().get("/").status()).isEqualTo(302);

        try (Person person = visitor()) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD);
            JsonObject headers = person.outcome(Upstream.HEADING);

            assertThat(Json.string(headers, "x-forwarded-email")).isEqualTo(loginName + "@example.com");
            assertThat(Json.string(headers, "x-forwarded-user")).isEqualTo(id);
            assertThat(Json.string(headers, "x-forwarded-preferred-username")).isEqualTo(loginName);
            String token = Json.string(headers, "x-forwarded-access-token");
            assertThat(tenant.server()
                            .anonymous()
                            .as(token)
                            .get("/oidc/v1/userinfo")
                            .string("sub"))
                    .isEqualTo(id);
        }
    }

    @Test
    void aVisitorSignsInThroughTheProviderOfTheirOrganization() {
        Provider provider = tenant.offered(world.provider().origin(), Options.autoCreation());
        Account account = Account.of(world.provider(), "Barbara", "Liskov");

        try (Person barbara = visitor()) {
            barbara.continueWith(provider).signInThere(account);
            JsonObject headers = barbara.outcome(Upstream.HEADING);

            assertThat(Json.string(headers, "x-forwarded-email")).isEqualTo(account.claim("email"));
        }
    }

    @Test
    void whoSignsOutHasToSignInAgain() {
        String loginName = "proxy-" + Tenant.unique();
        tenant.human(loginName, Tenant.verified(loginName + "@example.com"));

        try (Person person = visitor()) {
            person.enterLoginName(loginName).enterPassword(Tenant.PASSWORD).see(Upstream.HEADING);
            String atOstiary = registration.issuer() + "/oidc/v1/end_session?client_id=" + registration.clientId()
                    + "&post_logout_redirect_uri=" + encoded(proxy.origin() + "/");
            person.open(proxy.origin() + "/oauth2/sign_out?rd=" + encoded(atOstiary))
                    .click("Sign out")
                    .see("Sign in");
            assertThat(person.page().getByLabel("Login name")).isEmpty();
        }
    }

    @Test
    void whoHasNoRoleIsRefusedWhereTheProjectChecksRoles() {
        Registration checked = registered();
        checked.checkRoles();
        Tenant elsewhere = Tenant.create(world);
        String stranger = "proxy-" + Tenant.unique();
        elsewhere.human(stranger, Tenant.verified(stranger + "@example.com"));
        String colleague = "proxy-" + Tenant.unique();
        checked.give(tenant.human(colleague, Tenant.verified(colleague + "@example.com")), "reader");

        try (Party guarded = serve(checked, "openid profile email");
                Person outside = Person.of(world).open(guarded.origin() + "/");
                Person inside = Person.of(world).open(guarded.origin() + "/")) {
            outside.enterLoginName(stranger).enterPassword(Tenant.PASSWORD).failure();
            assertThat(outside.page().content()).contains("You don’t have a role in this application yet.");
            outside.open(guarded.origin() + "/");
            assertThat(outside.heading(Upstream.HEADING)).hasCount(0);

            inside.enterLoginName(colleague).enterPassword(Tenant.PASSWORD).see(Upstream.HEADING);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
