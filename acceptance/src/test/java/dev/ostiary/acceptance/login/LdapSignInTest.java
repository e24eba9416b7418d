package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.OpenLdap;
import dev.ostiary.acceptance.harness.ServerCertificate;
import dev.ostiary.acceptance.harness.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People sign in with their name and password at OpenLDAP. */
@ExtendWith(World.Shared.class)
class LdapSignInTest {
    private static final String PASSWORD = "Correct-Horse-7";
    private static final String WRONG = "User name or password is wrong.";
    private static final String UNREACHABLE = "can’t reach the identity provider";

    private final World world;
    private final OpenLdap directory;
    private final Tenant tenant;

    LdapSignInTest(World world) {
        this.world = world;
        this.directory = world.directory();
        this.tenant = Tenant.create(world);
    }

    @Test
    void theFirstSignInCreatesThePersonAndTheSecondRecognizesThem() {
        Provider provider = offered(Json.object());
        String subject;
        try (Person ada = Person.of(world)) {
            ada.open(tenant.signIn()).continueWith(provider).see("Sign in with " + provider.name());
            ada.picture("ldap-sign-in");
            subject = enter(ada, "ada.l", PASSWORD).subject();
        }
        JsonObject human = tenant.human(subject).getAsJsonObject("human");
        assertThat(Json.string(tenant.human(subject), "username")).isEqualTo("ada.l");
        assertThat(Json.string(human, "profile.displayName")).isEqualTo("Ada Lovelace");
        assertThat(Json.string(human, "email.email")).isEqualTo("ada.l@acme.test");
        assertThat(Json.at(human, "email.isVerified").getAsBoolean()).isTrue();
        assertThat(Json.string(human, "phone.phone")).isEqualTo("+442079460000");
        try (Person later = Person.of(world)) {
            later.open(tenant.signInThrough(provider));
            assertThat(enter(later, "ada.l@acme.test", PASSWORD).subject()).isEqualTo(subject);
        }
    }

    @Test
    void aNameIsAValueAndAWrongPasswordMayBeCorrectedWithoutAnyScript() {
        Provider provider = offered(Json.object());
        try (Person alan =
                Person.of(world, new NewContextOptions().setLocale("en-US").setJavaScriptEnabled(false))) {
            alan.open(tenant.signInThrough(provider));
            refused(enter(alan, "*", PASSWORD));
            refused(enter(alan, "alan.t)(uid=*", PASSWORD));
            refused(enter(alan, "nobody", PASSWORD));
            refused(enter(alan, "alan.t", "wrong"));
            alan.picture("ldap-wrong-password");
            assertThat(alan.page().getByLabel("User name")).hasValue("alan.t");
            assertThat(enter(alan, "alan.t", PASSWORD).page().locator("h1")).hasText("Signed in");
        }
    }

    @Test
    void aServerThatIsDownLeadsToTheNext() throws IOException {
        Provider provider =
                offered(Json.object("servers", Json.array("ldap://localhost:" + nobody(), directory.url())));
        try (Person emmy = Person.of(world)) {
            assertThat(enter(emmy.open(tenant.signInThrough(provider)), "emmy.n", PASSWORD)
                            .subject())
                    .isNotEmpty();
        }
    }

    @Test
    void startTlsAndTlsTrustTheConfiguredCertificate() {
        JsonElement trusted = certificate(directory.certificate());
        Provider startTls = provider(Json.object("startTls", true, "rootCa", trusted));
        Provider tls = provider(Json.object("servers", Json.array(directory.tlsUrl()), "rootCa", trusted));
        tenant.offer(startTls, tls);
        try (Person hedy = Person.of(world)) {
            hedy.open(tenant.signInThrough(startTls));
            assertThat(enter(hedy, "hedy.l", PASSWORD).subject()).isNotEmpty();
        }
        try (Person sofja = Person.of(world)) {
            sofja.open(tenant.signInThrough(tls));
            assertThat(enter(sofja, "sofja.k", PASSWORD).subject()).isNotEmpty();
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedWithAReason(@TempDir Path folder) {
        JsonElement other =
                certificate(ServerCertificate.make(folder.resolve("other.p12")).pem());
        Provider startTls = provider(Json.object("startTls", true, "rootCa", other));
        Provider tls = provider(Json.object("servers", Json.array(directory.tlsUrl()), "rootCa", other));
        tenant.offer(startTls, tls);
        for (Provider provider : new Provider[] {startTls, tls}) {
            try (Person ada = Person.of(world)) {
                enter(ada.open(tenant.signInThrough(provider)), "ada.l", PASSWORD);
                String reference = ada.failure();
                assertThat(ada.page().locator("main")).containsText(UNREACHABLE);
                assertThat(world.server().output())
                        .containsPattern("sign-in " + reference + ".*connect failed: .*tls: ")
                        .doesNotContain(PASSWORD);
                assertThat(ada.goBack()).isNotEmpty();
            }
        }
    }

    @Test
    void aNameThatTwoEntriesHaveIsRefused() {
        Provider provider = offered(Json.object());
        try (Person grace = Person.of(world)) {
            enter(grace.open(tenant.signInThrough(provider)), "shared@acme.test", PASSWORD)
                    .failure();
            assertThat(grace.page().locator("main")).containsText("more than one account");
        }
    }

    @Test
    void aDirectoryThatDoesNotAnswerIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Provider provider = offered(
                    Json.object("servers", Json.array("ldap://localhost:" + silent.getLocalPort()), "timeout", "0.5s"));
            try (Person ada = Person.of(world)) {
                enter(ada.open(tenant.signInThrough(provider)), "ada.l", PASSWORD)
                        .failure();
                assertThat(ada.page().locator("main")).containsText(UNREACHABLE);
            }
        }
    }

    private static Person enter(Person person, String name, String password) {
        person.page().getByLabel("User name").fill(name);
        return person.enterPassword(password);
    }

    private static void refused(Person person) {
        assertThat(person.page().getByRole(AriaRole.ALERT)).containsText(WRONG);
    }

    private Provider offered(JsonObject more) {
        Provider provider = provider(more);
        tenant.offer(provider);
        return provider;
    }

    private Provider provider(JsonObject more) {
        String name = "Directory " + Tenant.unique();
        JsonObject attributes = Json.object(
                "idAttribute", "uid",
                "firstNameAttribute", "givenName",
                "lastNameAttribute", "sn",
                "displayNameAttribute", "cn",
                "preferredUsernameAttribute", "uid",
                "emailAttribute", "mail",
                "emailVerifiedAttribute", "businessCategory",
                "phoneAttribute", "mobile",
                "preferredLanguageAttribute", "preferredLanguage");
        JsonObject usual = Json.object(
                "name",
                name,
                "servers",
                Json.array(directory.url()),
                "baseDn",
                OpenLdap.BASE,
                "bindDn",
                OpenLdap.READER,
                "bindPassword",
                OpenLdap.READER_PASSWORD,
                "userBase",
                "dn",
                "userObjectClasses",
                Json.array("inetOrgPerson"),
                "userFilters",
                Json.array("uid", "mail"),
                "timeout",
                "20s",
                "attributes",
                attributes,
                "providerOptions",
                Options.autoCreation());
        String id = tenant.api()
                .post("/management/v1/idps/ldap", Json.merge(usual, more))
                .ok()
                .string("id");
        return new Provider(id, name, "IDP_OWNER_TYPE_ORG");
    }

    private static JsonElement certificate(String pem) {
        return new JsonPrimitive(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
