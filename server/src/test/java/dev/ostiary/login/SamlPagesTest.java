package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.idp.v1.SAMLBinding;
import dev.ostiary.crypto.NativeAlgorithms;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.federation.saml.TestSamlIdp;
import dev.ostiary.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in through a SAML provider, from the application and back to it, and what the provider reads of this server. */
class SamlPagesTest {
    private static final Pattern ID = Pattern.compile(" ID=\"([^\"]+)\"");

    @TempDir
    Path dir;

    private House house;
    private Visitor alice;

    /** Each provider gets a key pair, which takes the JDK's own algorithms seconds. */
    @BeforeAll
    static void makeKeysFast() {
        NativeAlgorithms.install();
    }

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        alice = new Visitor(house);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String offer() {
        String idp = house.saml(SAMLBinding.SAML_BINDING_POST);
        house.policy(House.policy(false, idp));
        return idp;
    }

    private Map<String, String> asked() {
        return alice.form(TestSamlIdp.SIGN_ON);
    }

    private static String requestId(String base64) {
        Matcher id = ID.matcher(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private String response(String idp, Map<String, String> asked) {
        String xml = TestSamlIdp.signed(
                new ServiceProvider(house.origin, idp),
                requestId(asked.getOrDefault("SAMLRequest", "")),
                house.clock.instant());
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(String response, String relayState) {
        return "SAMLResponse=" + URLEncoder.encode(response, StandardCharsets.UTF_8) + "&RelayState=" + relayState;
    }

    @Test
    void theRequestGoesByAFormThatIsPostedByTheOneScriptOrByAButton() {
        offer();

        alice.open();

        assertThat(asked()).containsOnlyKeys("SAMLRequest", "RelayState");
        assertThat(alice.html())
                .contains("<script>" + Headers.SUBMIT + "</script>", "We are taking you to idp.example.com.")
                .containsOnlyOnce("<script")
                .contains("type=\"submit\"");
        assertThat(alice.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("script-src 'sha256-", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "form-action");
        assertThat(alice.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/idps/%s/saml/acs", "/ui/login/login/externalidp/saml/acs"})
    void thePostedAnswerComesBackAsAGetWithTheCookies(String acs) {
        String idp = offer();
        alice.open();
        Map<String, String> asked = asked();
        String path = acs.formatted(idp);
        Visitor fromElsewhere = new Visitor(house);
        fromElsewhere.headers.put("Origin", "https://idp.example.com");

        Response posted =
                fromElsewhere.send("POST", path, form(response(idp, asked), asked.getOrDefault("RelayState", "")));

        String back = path + "?RelayState=" + asked.get("RelayState");
        assertThat(posted.status()).isEqualTo(303);
        assertThat(posted.headers())
                .contains(new Response.Header("Location", back))
                .noneMatch(header -> header.name().equals("Set-Cookie"));
        alice.get(back);
        assertThat(alice.left()).startsWith(House.CALLBACK + "?code=");
        alice.get(back);
        assertThat(alice.status()).isEqualTo(400);
        assertThat(alice.html()).contains("This sign-in has already been finished.");
    }

    @Test
    void aPostedArtifactComesBackInTheAddress() {
        Response posted = alice.send("POST", "/idps/1/saml/acs", "SAMLart=AA%2B%3D&RelayState=x");
        Response tooLong = alice.send("POST", "/idps/1/saml/acs", "RelayState=x&SAMLart=" + "A".repeat(2_001));

        assertThat(posted.headers())
                .contains(new Response.Header("Location", "/idps/1/saml/acs?RelayState=x&SAMLart=AA%2B%3D"));
        assertThat(tooLong.headers()).contains(new Response.Header("Location", "/idps/1/saml/acs?RelayState=x"));
    }

    @Test
    void theAnswerOfAnotherSignInIsRefusedInThisBrowser() {
        String idp = offer();
        alice.open();
        Map<String, String> asked = asked();
        Visitor mallory = new Visitor(house);
        mallory.open();
        alice.send(
                "POST", "/idps/" + idp + "/saml/acs", form(response(idp, asked), asked.getOrDefault("RelayState", "")));

        mallory.get("/idps/" + idp + "/saml/acs?RelayState=" + asked.get("RelayState"));

        assertThat(mallory.status()).isEqualTo(400);
        assertThat(mallory.html()).contains("This sign-in was started in another browser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RelayState=", "RelayState=unknown", "x=y"})
    void whatNobodyWaitsForLeadsToAPageThatSaysSo(String form) {
        String acs = "/idps/" + offer() + "/saml/acs";

        Response posted = alice.send("POST", acs, form + "&SAMLResponse=PHgvPg%3D%3D");
        alice.get(acs + "?RelayState=" + "x".repeat(100));

        assertThat(posted.status()).isEqualTo(303);
        assertThat(alice.status()).isEqualTo(400);
        assertThat(alice.html()).contains("This answer doesn’t belong to any sign-in we know.");
        assertThat(house.countOf("saml_answers")).isZero();
    }

    @Test
    void aLongRelayStateIsNotSentBack() {
        Response posted = alice.send("POST", "/idps/1/saml/acs", "RelayState=" + "x".repeat(81));

        assertThat(posted.headers()).contains(new Response.Header("Location", "/idps/1/saml/acs?RelayState="));
    }

    @Test
    void theMetadataIsForEverybodyToRead() {
        String idp = house.saml(SAMLBinding.SAML_BINDING_UNSPECIFIED);

        alice.get("/idps/" + idp + "/saml/metadata");

        assertThat(alice.status()).isEqualTo(200);
        assertThat(alice.header("Content-Type")).isEqualTo("application/samlmetadata+xml");
        assertThat(alice.html())
                .contains("entityID=\"" + house.origin + "/idps/" + idp + "/saml/metadata\"")
                .contains("Location=\"" + house.origin + "/idps/" + idp + "/saml/acs\"");
        assertThat(alice.setCookies).isEmpty();
        assertThat(alice.get("/idps/" + idp + "/saml/metadata?internalUI=true").html())
                .containsPattern("(?s)/externalidp/saml/acs\" index=\"0\" isDefault=\"true\"");
    }

    @Test
    void theCertificateIsAFile() {
        alice.get("/idps/" + house.saml(SAMLBinding.SAML_BINDING_UNSPECIFIED) + "/saml/certificate");

        assertThat(alice.header("Content-Disposition")).isEqualTo("attachment; filename=idp.crt");
        assertThat(alice.html()).startsWith("-----BEGIN CERTIFICATE-----").doesNotContain("PRIVATE");
    }

    @Test
    void ofProvidersThatAreNoneThereIsNothingToRead() {
        assertThat(alice.get("/idps/1/saml/metadata").status()).isEqualTo(404);
        assertThat(alice.get("/idps/1/saml/certificate").status()).isEqualTo(404);
        assertThat(alice.send("POST", "/idps/1/saml/metadata", "").status()).isEqualTo(405);
        assertThat(alice.get("/idps/1/saml/other").status()).isEqualTo(404);
    }
}
