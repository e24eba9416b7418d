package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People sign in through a site that knows them already: its proxy hands over a token about them that is signed with jose. */
@ExtendWith(World.Shared.class)
class JwtSignInTest {
    private final World world;
    private final NodeParty site;
    private final Tenant tenant;

    JwtSignInTest(World world) {
        this.world = world;
        this.site = world.site();
        this.tenant = Tenant.create(world);
    }

    /** At {@code localhost} the site is a proxy in front of the server: the browser has its cookie there, and needn't be sent on for it. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, x-custom-tkn, true", "localhost, Authorization, false"})
    void whomTheSiteKnowsComesBackSignedInAndTheSecondTimeAsTheSamePerson(String host, String header, boolean sentOn) {
        Provider provider = offered(host, "signin", header);
        Account account = Account.of(site, "Ada", "Lovelace");
        List<String> addresses = new ArrayList<>();
        JsonObject first;
        try (Person ada = Person.of(world)) {
            ada.page().onRequest(request -> addresses.add(request.url()));
            first = ada.open(tenant.signIn())
                    .continueWith(provider)
                    .signInThere(account)
                    .outcome("Signed in");
        }
        assertThat(Json.string(first, "userinfo.preferred_username")).startsWith(account.claim("preferred_username"));
        assertThat(Json.string(first, "userinfo.given_name")).isEqualTo("Ada");
        assertThat(Json.string(first, "userinfo.family_name")).isEqualTo("Lovelace");
        assertThat(Json.string(first, "userinfo.email")).isEqualTo(account.claim("email"));
        assertThat(Json.at(first, "userinfo.email_verified").getAsBoolean()).isTrue();
        assertThat(addresses.stream().anyMatch(url -> url.contains("/jwt/callback?")))
                .isEqualTo(sentOn);
        assertThat(addresses).noneMatch(url -> url.contains("eyJ"));
        try (Person later = Person.of(world)) {
            later.open(tenant.signInThrough(provider)).signInThere(account);
            assertThat(later.subject()).isEqualTo(Json.string(first, "claims.sub"));
        }
    }

    @Test
    void aTokenThatAnotherKeySignedIsRefusedWithAReasonAndSignsNobodyIn() {
        Provider provider = offered("127.0.0.1", "forged", "x-custom-tkn");
        try (Person person = Person.of(world)) {
            person.open(tenant.signInThrough(provider)).signInThere(Account.of(site, "Ada", "Lovelace"));
            String reference = person.failure();
            assertThat(person.page().locator("main")).containsText("can’t trust what the identity provider said");
            assertThat(world.server().output())
                    .containsPattern("sign-in " + reference + ".*id-token failed: .*signature ");
            assertThat(person.goBack()).isEqualTo("access_denied");
            person.open(tenant.signIn("prompt=none"));
            assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("login_required");
        }
    }

    /** @param page of the site, where it hands over its tokens */
    private Provider offered(String host, String page, String header) {
        String name = "Site " + Tenant.unique();
        JsonObject body = Json.object(
                "name",
                name,
                "issuer",
                site.origin().toString(),
                "jwtEndpoint",
                "http://" + host + ":" + site.origin().getPort() + "/" + page + "/" + header,
                "keysEndpoint",
                site.origin() + "/keys",
                "headerName",
                header,
                "providerOptions",
                Options.autoCreation());
        String id =
                tenant.api().post("/management/v1/idps/generic_jwt", body).ok().string("id");
        Provider provider = new Provider(id, name, "IDP_OWNER_TYPE_ORG");
        tenant.offer(provider);
        return provider;
    }
}
