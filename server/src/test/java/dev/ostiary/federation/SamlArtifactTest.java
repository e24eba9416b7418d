package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ostiary.api.admin.v1.AddSAMLProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.SAMLBinding;
import dev.ostiary.crypto.NativeAlgorithms;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.federation.saml.TestSamlIdp;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.TestServer;
import dev.ostiary.store.Stored;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-ins through a SAML provider that answers by artifact. */
class SamlArtifactTest extends SignIns {
    private static final Pattern ID = Pattern.compile(" ID=\"([^\"]+)\"");

    private final TestServer idpServer = new TestServer();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private volatile String waiting = "";

    @BeforeAll
    static void makeKeysFast() {
        NativeAlgorithms.install();
    }

    @AfterEach
    void stop() {
        idpServer.close();
    }

    private Stored<IdentityProvider> byArtifact() {
        idpServer.on("/artifacts", exchange -> {
            asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            TestServer.send(exchange, 200, "text/xml", soap(id(asked.get())));
        });
        String service =
                "<ArtifactResolutionService index=\"2\" Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:SOAP\" Location=\""
                        + idpServer.uri("/artifacts") + "\"/><SingleLogoutService ";
        String metadata = TestSamlIdp.metadata().replaceFirst("<SingleLogoutService ", service);
        return house.offer(
                "AddSAMLProvider",
                AddSAMLProviderRequest.newBuilder()
                        .setName("SAML")
                        .setMetadataXml(ByteString.copyFromUtf8(metadata))
                        .setBinding(SAMLBinding.SAML_BINDING_ARTIFACT)
                        .setProviderOptions(
                                House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED))
                        .build());
    }

    private String soap(String request) {
        return "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><samlp:ArtifactResponse"
                + " xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_a\" Version=\"2.0\" InResponseTo=\""
                + request
                + "\"><samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>"
                + waiting + "</samlp:ArtifactResponse></e:Body></e:Envelope>";
    }

    private static String id(String xml) {
        Matcher id = ID.matcher(xml);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static String artifact() throws Exception {
        byte[] bytes = new byte[44];
        bytes[1] = 4;
        bytes[3] = 2;
        byte[] source = MessageDigest.getInstance("SHA-1").digest(TestSamlIdp.ENTITY.getBytes(StandardCharsets.UTF_8));
        System.arraycopy(source, 0, bytes, 4, 20);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Outcome signIn(Stored<IdentityProvider> idp, UnaryOperator<String> said) throws Exception {
        Way way = ((Step.Leave) house.federation().begin(house.call, idp, House.beginning())).way();
        Parameters sent = Parameters.parse(House.to(way).getRawQuery());
        byte[] deflated = Base64.getDecoder().decode(sent.first("SAMLRequest").orElseThrow());
        String request;
        try (var xml = new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
            request = new String(xml.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(request).contains("ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact\"");
        ServiceProvider here = new ServiceProvider("https://ostiary.test", idp.id());
        waiting = said.apply(TestSamlIdp.response(here, id(request), house.clock.instant()));
        String state = sent.first("RelayState").orElseThrow();
        return house.federation()
                .callback(house.call, House.callback(Map.of("RelayState", state, "SAMLart", artifact())));
    }

    @Test
    void theResponseIsHadForTheArtifactWithASignedRequest() throws Exception {
        Outcome outcome = signIn(byArtifact(), response -> TestSamlIdp.signed(response, "Assertion"));

        assertThat(outcome).isInstanceOf(Outcome.SignedIn.class);
        assertThat(asked.get()).contains("<samlp:ArtifactResolve", "<ds:Signature", "<samlp:Artifact");
    }

    @Test
    void itIsCheckedLikeOneThatTheBrowserBrought() throws Exception {
        Outcome outcome = signIn(byArtifact(), UnaryOperator.identity());

        assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(Reason.ASSERTION_INVALID);
    }
}
