package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.idp.v1.SAMLBinding;
import dev.ostiary.crypto.NativeAlgorithms;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.federation.saml.TestSamlIdp;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single logout with a SAML provider, begun here and begun there. */
class SamlLogoutTest {
    private static final Pattern ID = Pattern.compile(" ID=\"([^\"]+)\"");

    @TempDir
    Path dir;

    private House house;
    private Visitor alice;
    private String idp = "";

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

    /** Signs in through the provider. */
    private void signIn(SAMLBinding binding, boolean logout) {
        idp = house.saml(binding, logout);
        house.policy(House.policy(false, idp));
        alice.open();
        Map<String, String> asked = alice.form(TestSamlIdp.SIGN_ON);
        Matcher id = ID.matcher(text(asked.getOrDefault("SAMLRequest", "")));
        assertThat(id.find()).isTrue();
        String response = TestSamlIdp.signed(here(), id.group(1), house.clock.instant());
        String state = asked.getOrDefault("RelayState", "");
        alice.send("POST", "/idps/" + idp + "/saml/acs", "SAMLResponse=" + base64(response) + "&RelayState=" + state);
        alice.get("/idps/" + idp + "/saml/acs?RelayState=" + state);
        assertThat(alice.left()).startsWith(House.CALLBACK + "?code=");
    }

    private ServiceProvider here() {
        return new ServiceProvider(house.origin, idp);
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String base64(String xml) {
        return URLEncoder.encode(
                Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static String inflated(Parameters query, String name) throws IOException {
        byte[] message = Base64.getDecoder().decode(query.first(name).orElseThrow());
        try (var stream = new InflaterInputStream(new ByteArrayInputStream(message), new Inflater(true))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Parameters left() {
        return Parameters.parse(URI.create(alice.left()).getRawQuery());
    }

    private String slo() {
        return "/idps/" + idp + "/saml/slo";
    }

    private String done() {
        return new Visitor(house).get(Paths.LOGGED_OUT).title();
    }

    @Test
    void signingOutHereAsksTheProviderWithASignedRequest() throws IOException {
        signIn(SAMLBinding.SAML_BINDING_POST, true);

        alice.get(Paths.LOGOUT).submit(Paths.LOGOUT);

        Map<String, String> sent = alice.form(TestSamlIdp.SIGN_OFF);
        String request = text(sent.getOrDefault("SAMLRequest", ""));
        assertThat(request)
                .contains("<samlp:LogoutRequest", ">alice-there</saml:NameID>", ">session-1</samlp:SessionIndex>")
                .contains("Destination=\"" + TestSamlIdp.SIGN_OFF + "\"", "<ds:Signature")
                .contains(">" + here().entityId() + "</saml:Issuer>");
        assertThat(house.countOf("sessions")).isZero();
        String id = "_" + sent.get("RelayState");
        String answer = TestSamlIdp.logoutResponse(here(), id, house.clock.instant());
        alice.get(slo() + "?" + TestSamlIdp.query("SAMLResponse", answer, sent.getOrDefault("RelayState", "")));
        assertThat(alice.title()).isEqualTo(done());
        assertThat(house.countOf("upstream_logouts")).isZero();
    }

    @Test
    void aProviderThatForgetsTheRelayStateIsUnderstood() {
        signIn(SAMLBinding.SAML_BINDING_POST, true);
        alice.get(Paths.LOGOUT + "?client_id=" + house.clientId
                        + "&post_logout_redirect_uri=https%3A%2F%2Fapp.example.com%2Fbye&state=z")
                .submit(Paths.LOGOUT);
        String id = "_" + alice.form(TestSamlIdp.SIGN_OFF).get("RelayState");

        String answer =
                TestSamlIdp.signed(TestSamlIdp.logoutResponse(here(), id, house.clock.instant()), "LogoutResponse");
        alice.post(
                slo(),
                Map.of("SAMLResponse", Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8))));

        assertThat(alice.left()).isEqualTo("https://app.example.com/bye?state=z");
    }

    @Test
    void whateverTheProviderAnswersTheBrowserGoesOnToWhereItWasToGo() {
        signIn(SAMLBinding.SAML_BINDING_POST, true);
        alice.get(Paths.LOGOUT + "?client_id=" + house.clientId
                        + "&post_logout_redirect_uri=https%3A%2F%2Fapp.example.com%2Fbye")
                .submit(Paths.LOGOUT);
        String state = alice.form(TestSamlIdp.SIGN_OFF).getOrDefault("RelayState", "");
        String failed = TestSamlIdp.logoutResponse(here(), "_other", house.clock.instant())
                .replace(":Success", ":Responder");

        alice.get(slo() + "?" + TestSamlIdp.query("SAMLResponse", failed, state));

        assertThat(alice.left()).isEqualTo("https://app.example.com/bye");
    }

    @Test
    void unlessItIsSwitchedOnTheProviderIsLeftAlone() {
        signIn(SAMLBinding.SAML_BINDING_POST, false);

        alice.get(Paths.LOGOUT).submit(Paths.LOGOUT);

        assertThat(alice.title()).isEqualTo(done());
    }

    @Test
    void theProviderEndsASessionHereAndGetsASignedAnswer() throws IOException {
        signIn(SAMLBinding.SAML_BINDING_POST, false);
        String request = TestSamlIdp.logoutRequest(here(), "_r1", house.clock.instant());
        String query = TestSamlIdp.query("SAMLRequest", request, "their state");

        alice.get(slo() + "?" + query);

        assertThat(house.countOf("sessions")).isZero();
        assertThat(alice.status()).isEqualTo(303);
        assertThat(alice.left()).startsWith(TestSamlIdp.SIGN_OFF + "?SAMLResponse=");
        assertThat(left().first("RelayState")).contains("their state");
        assertThat(left().first("Signature")).isPresent();
        assertThat(inflated(left(), "SAMLResponse"))
                .contains("<samlp:LogoutResponse", "InResponseTo=\"_r1\"", "status:Success")
                .contains("Destination=\"" + TestSamlIdp.SIGN_OFF + "\"");
        assertThat(alice.get(slo() + "?" + query).status()).as("it counts once").isEqualTo(400);
    }

    @Test
    void aPostedRequestIsAnsweredByAForm() {
        signIn(SAMLBinding.SAML_BINDING_POST, false);
        String request =
                TestSamlIdp.signed(TestSamlIdp.logoutRequest(here(), "_r1", house.clock.instant()), "LogoutRequest");
        Visitor fromElsewhere = new Visitor(house);
        fromElsewhere.headers.put("Origin", "https://idp.example.com");

        fromElsewhere.post(
                slo(),
                Map.of(
                        "SAMLRequest",
                        Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.UTF_8)),
                        "RelayState",
                        "r"));

        assertThat(house.countOf("sessions")).isZero();
        Map<String, String> answer = fromElsewhere.form(TestSamlIdp.SIGN_OFF + "/answers");
        assertThat(answer).containsEntry("RelayState", "r");
        assertThat(text(answer.getOrDefault("SAMLResponse", "")))
                .contains("<samlp:LogoutResponse", "<ds:Signature", "/slo/answers\"");
    }

    @Test
    void anotherSessionAndAnotherPersonAreLeftAlone() {
        signIn(SAMLBinding.SAML_BINDING_POST, false);
        String request = TestSamlIdp.logoutRequest(here(), "_r1", house.clock.instant());

        alice.get(slo() + "?" + TestSamlIdp.query("SAMLRequest", request.replace("session-1", "session-2"), ""));
        alice.get(slo() + "?"
                + TestSamlIdp.query(
                        "SAMLRequest", request.replace("alice", "bob").replace("_r1", "_r2"), ""));

        assertThat(house.countOf("sessions")).isEqualTo(1);
    }

    @Test
    void whatIsNotSignedShowsAPageAndEndsNothing() {
        signIn(SAMLBinding.SAML_BINDING_POST, false);
        String request = TestSamlIdp.logoutRequest(here(), "_r1", house.clock.instant());
        String query = TestSamlIdp.query("SAMLRequest", request, "");

        alice.get(slo() + "?" + query.replaceFirst("&SigAlg=.*", ""));
        assertThat(alice.status()).isEqualTo(400);
        assertThat(alice.html()).contains("we could not make sure that it really did");
        assertThat(alice.get(slo()).status()).isEqualTo(400);
        assertThat(alice.get("/idps/1/saml/slo?" + query).status()).isEqualTo(400);
        Response posted = alice.send("POST", slo(), "SAMLRequest=" + base64(request));

        assertThat(posted.status()).isEqualTo(400);
        assertThat(house.countOf("sessions")).isEqualTo(1);
    }

    @Test
    void theMetadataSaysWhereMessagesAboutLogoutAreTaken() {
        idp = house.saml(SAMLBinding.SAML_BINDING_UNSPECIFIED);

        alice.get("/idps/" + idp + "/saml/metadata");

        for (String binding : new String[] {"HTTP-Redirect", "HTTP-POST"}) {
            assertThat(alice.html())
                    .containsPattern("SingleLogoutService[^>]*bindings:" + binding + "\"[^>]*Location=\""
                            + Pattern.quote(house.origin + slo()) + "\"");
        }
    }
}
