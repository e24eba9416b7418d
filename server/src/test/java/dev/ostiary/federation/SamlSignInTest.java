package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ostiary.api.admin.v1.AddSAMLProviderRequest;
import dev.ostiary.api.admin.v1.UpdateSAMLProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.SAMLBinding;
import dev.ostiary.crypto.NativeAlgorithms;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.federation.saml.TestSamlIdp;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole sign-ins through a SAML identity provider. */
class SamlSignInTest extends SignIns {
    private static final Pattern ID = Pattern.compile(" ID=\"([^\"]+)\"");

    /** Each provider gets a key pair, which takes the JDK's own algorithms seconds. */
    @BeforeAll
    static void makeKeysFast() {
        NativeAlgorithms.install();
    }

    private static AddSAMLProviderRequest.Builder saml() {
        return AddSAMLProviderRequest.newBuilder()
                .setName("SAML")
                .setMetadataXml(ByteString.copyFromUtf8(TestSamlIdp.metadata()))
                .setProviderOptions(
                        House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED));
    }

    private Stored<IdentityProvider> offered(AddSAMLProviderRequest.Builder request) {
        return house.offer("AddSAMLProvider", request.build());
    }

    private static ServiceProvider here(Stored<IdentityProvider> idp) {
        return new ServiceProvider("https://ostiary.test", idp.id());
    }

    private Way begin(Stored<IdentityProvider> idp) {
        return ((Step.Leave) house.federation().begin(house.call, idp, House.beginning())).way();
    }

    private static Parameters sent(Way way) {
        return Parameters.parse(House.to(way).getRawQuery());
    }

    private static String request(Way way) {
        String base64 = sent(way).first("SAMLRequest").orElseThrow();
        try (InflaterInputStream xml = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(base64)), new Inflater(true))) {
            return new String(xml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String requestId(Way way) {
        Matcher id = ID.matcher(request(way));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** The browser posts the answer, and comes back with its cookies. */
    private Outcome answer(Way way, String response) {
        String state = sent(way).first("RelayState").orElseThrow();
        house.federation().keep(house.call, state, base64(response));
        return house.federation().callback(house.call, House.callback(Map.of("RelayState", state)));
    }

    private static String base64(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome signIn(Stored<IdentityProvider> idp) {
        return signIn(idp, UnaryOperator.identity());
    }

    private Outcome signIn(Stored<IdentityProvider> idp, UnaryOperator<String> said) {
        Way way = begin(idp);
        String response = said.apply(TestSamlIdp.response(here(idp), requestId(way), house.clock.instant()));
        return answer(way, TestSamlIdp.signed(response, "Assertion"));
    }

    @Test
    void theFirstSignInCreatesAndTheSecondRecognizes() {
        Stored<IdentityProvider> idp = offered(saml());

        Stored<User> created = ((Outcome.SignedIn) signIn(idp)).user();

        assertThat(created.state().userName()).isEqualTo("alice");
        assertThat(human(created).email()).isEqualTo(new User.Email("alice@acme.test", false));
        assertThat(human(created).profile().familyName()).isEqualTo("Doe");
        assertThat(human(created).links())
                .containsExactly(new IdpLink(idp.id(), "alice-there", "alice", TestSamlIdp.ENTITY));
        assertThat(idp.state().config().issuer()).isEqualTo(TestSamlIdp.ENTITY);
        assertThat(signIn(idp)).isEqualTo(new Outcome.SignedIn(created, idp.id(), "request"));
    }

    @Test
    void theStepsAreWrittenDown() {
        signIn(offered(saml()));

        assertThat(house.attempts().getFirst().log())
                .extracting(LogEntry::stage)
                .containsExactly(
                        Stage.DISCOVERY,
                        Stage.AUTHORIZE,
                        Stage.CALLBACK,
                        Stage.DISCOVERY,
                        Stage.ASSERTION,
                        Stage.DECISION,
                        Stage.RESULT);
        assertThat(house.replayedAttempts()).isEqualTo(house.attempts());
        assertThat(house.count("select count(*) from saml_answers")).isZero();
    }

    @Test
    void anAnswerIsGoodOnce() {
        Stored<IdentityProvider> idp = offered(saml());
        Way way = begin(idp);
        String response = TestSamlIdp.signed(here(idp), requestId(way), house.clock.instant());

        assertThat(answer(way, response)).isInstanceOf(Outcome.SignedIn.class);
        assertThat(reason(answer(way, response))).isEqualTo(Reason.ALREADY_USED);
        assertThat(reason(answer(begin(idp), response))).isEqualTo(Reason.ASSERTION_INVALID);
        assertThat(house.count("select count(*) from saml_answers")).isZero();
    }

    @Test
    void anAnswerThatNobodyAskedForIsNotEvenKept() {
        house.federation().keep(house.call, "unknown", base64("<x/>"));

        assertThat(house.count("select count(*) from saml_answers")).isZero();
        Callback unsolicited = House.callback(Map.of("RelayState", "unknown"));
        assertThat(reason(house.federation().callback(house.call, unsolicited))).isEqualTo(Reason.STATE_UNKNOWN);
    }

    @Test
    void theAnswerMustComeToTheBrowserThatBegan() {
        Stored<IdentityProvider> idp = offered(saml());
        Way way = begin(idp);
        String state = sent(way).first("RelayState").orElseThrow();
        house.federation()
                .keep(house.call, state, base64(TestSamlIdp.signed(here(idp), requestId(way), house.clock.instant())));

        Callback elsewhere = House.callback(Map.of("RelayState", state), "another-browsers-key");

        assertThat(reason(house.federation().callback(house.call, elsewhere))).isEqualTo(Reason.WRONG_BROWSER);
    }

    @Test
    void whatWasPostedIsSealedAndKeptForTwoMinutes() {
        Stored<IdentityProvider> idp = offered(saml());
        Way way = begin(idp);
        String state = sent(way).first("RelayState").orElseThrow();
        house.federation()
                .keep(house.call, state, base64(TestSamlIdp.signed(here(idp), requestId(way), house.clock.instant())));

        String kept = house.store.read(sql -> sql.select("select sealed from saml_answers")
                .mapTo(String.class)
                .one());
        assertThat(kept).doesNotContain(base64("<samlp:Resp").substring(0, 12)).doesNotContain("alice");
        house.clock.advance(Duration.ofMinutes(2));
        Callback late = House.callback(Map.of("RelayState", state));
        assertThat(reason(house.federation().callback(house.call, late))).isEqualTo(Reason.CALLBACK_INCOMPLETE);
    }

    @Test
    void aResponseInTheAddressIsNotRead() {
        Stored<IdentityProvider> idp = offered(saml());
        Way way = begin(idp);
        Callback inTheQuery = House.callback(Map.of(
                "RelayState", sent(way).first("RelayState").orElseThrow(),
                "SAMLResponse", base64(TestSamlIdp.signed(here(idp), requestId(way), house.clock.instant()))));

        assertThat(reason(house.federation().callback(house.call, inTheQuery))).isEqualTo(Reason.CALLBACK_INCOMPLETE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Destination=\"https://ostiary.test  | Destination=\"https://evil.test  | ASSERTION_INVALID",
                "<saml:Issuer>https://idp.example     | <saml:Issuer>https://other.example | ISSUER_MISMATCH",
                "<saml:Audience>https                 | <saml:Audience>http                | ASSERTION_INVALID",
                "status:Success                       | status:Responder                   | PROVIDER_ERROR",
                "<samlp:Status>                       | <samlp:Extensions>                 | PROVIDER_UNUSABLE",
                "nameid-format:persistent             | nameid-format:transient            | USERINFO_UNUSABLE"
            })
    void whatDoesNotHoldSignsNobodyIn(String before, String after, Reason reason) {
        Outcome.Refused refused = (Outcome.Refused) signIn(offered(saml()), xml -> {
            String wrong = xml.replace(before, after);
            return after.equals("<samlp:Extensions>") ? wrong.replace("</samlp:Status>", "</samlp:Extensions>") : wrong;
        });

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(house.log(refused.reference()).getLast().stage()).isEqualTo(Stage.ASSERTION);
        assertThat(house.count("select count(*) from users")).isZero();
    }

    @Test
    void theAttributeThatIsConfiguredIdentifiesWhoseNameDoesNotLast() {
        Stored<IdentityProvider> idp = offered(saml().setTransientMappingAttributeName("uid"));

        Outcome outcome = signIn(idp, xml -> xml.replace("nameid-format:persistent", "nameid-format:transient"));

        assertThat(human(((Outcome.SignedIn) outcome).user()).links())
                .containsExactly(new IdpLink(idp.id(), "alice", "alice", TestSamlIdp.ENTITY));
    }

    @Test
    void requestsAreSignedWhereThatIsConfigured() {
        assertThat(sent(begin(offered(saml().setWithSignedRequest(true)))).values())
                .containsKey("Signature");
    }

    @Test
    void requestsAreSignedWhereTheProviderWantsThat() {
        String wanting = TestSamlIdp.metadata()
                .replace("<IDPSSODescriptor ", "<IDPSSODescriptor WantAuthnRequestsSigned=\"true\" ");

        assertThat(sent(begin(offered(saml().setMetadataXml(ByteString.copyFromUtf8(wanting)))))
                        .values())
                .containsKey("Signature");
    }

    @Test
    void theRequestIsPostedWhereThatIsConfigured() {
        Way.Form form = (Way.Form) begin(offered(saml().setBinding(SAMLBinding.SAML_BINDING_POST)));

        assertThat(form.action()).isEqualTo(URI.create(TestSamlIdp.SIGN_ON));
        assertThat(form.fields()).containsOnlyKeys("SAMLRequest", "RelayState");
        assertThat(form.toString()).doesNotContain(form.fields().getOrDefault("RelayState", ""));
    }

    @Test
    void aFreshSignInIsAskedForWhereTheApplicationWantsIt() {
        Stored<IdentityProvider> idp = offered(saml());
        Beginning login = new Beginning("request", House.BROWSER, "", "", List.of("login"), null, List.of(), Map.of());
        Beginning age =
                new Beginning("request", House.BROWSER, "", "", List.of(), Duration.ofMinutes(5), List.of(), Map.of());

        assertThat(request(begin(idp))).doesNotContain("ForceAuthn");
        for (Beginning wish : List.of(login, age)) {
            Way way = ((Step.Leave) house.federation().begin(house.call, idp, wish)).way();
            assertThat(request(way)).contains("ForceAuthn=\"true\"");
        }
    }

    @Test
    void aProviderWithoutACertificateIsUnusable() {
        String bare = TestSamlIdp.metadata().replaceFirst("(?s)<KeyDescriptor.*</KeyDescriptor>", "");
        Stored<IdentityProvider> idp = offered(saml().setMetadataXml(ByteString.copyFromUtf8(bare)));

        Step step = house.federation().begin(house.call, idp, House.beginning());

        assertThat(((Step.Refused) step).reason()).isEqualTo(Reason.PROVIDER_UNUSABLE);
    }

    @Test
    void aCertificateThatIsNotTheProvidersAnyMoreCountsForNothingFromTheNextAnswerOn() {
        Stored<IdentityProvider> idp = offered(saml());
        assertThat(signIn(idp)).isInstanceOf(Outcome.SignedIn.class);
        Way way = begin(idp);
        String response = TestSamlIdp.signed(here(idp), requestId(way), house.clock.instant());
        String other = TestSamlIdp.keys().certificatePem().replaceAll("-----[A-Z ]+-----", "");

        house.admin(
                "UpdateSAMLProvider",
                UpdateSAMLProviderRequest.newBuilder()
                        .setId(idp.id())
                        .setName("SAML")
                        .setMetadataXml(ByteString.copyFromUtf8(TestSamlIdp.metadata()
                                .replaceFirst("(?s)(<X509Certificate>).*?(<)", "$1" + other + "$2")))
                        .build());

        assertThat(reason(answer(way, response))).isEqualTo(Reason.ASSERTION_INVALID);
        assertThat(reason(signIn(idp))).isEqualTo(Reason.ASSERTION_INVALID);
    }

    @Test
    void aProviderThatBecameAnotherMeanwhileSignsNobodyIn() {
        Stored<IdentityProvider> idp = offered(saml());
        Way way = begin(idp);
        String response = TestSamlIdp.signed(here(idp), requestId(way), house.clock.instant());
        house.admin(
                "UpdateSAMLProvider",
                UpdateSAMLProviderRequest.newBuilder()
                        .setId(idp.id())
                        .setName("SAML")
                        .setMetadataXml(ByteString.copyFromUtf8(
                                TestSamlIdp.metadata().replace(TestSamlIdp.ENTITY, "https://other.example.com")))
                        .build());

        assertThat(reason(answer(way, response))).isEqualTo(Reason.PROVIDER_CHANGED);
    }
}
