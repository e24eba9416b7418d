package dev.ostiary.federation.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.federation.saml.LogoutReader.Asked;
import dev.ostiary.federation.saml.SamlRefused.Check;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of a provider about logout, good and bad, as both bindings carry them. */
class LogoutReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ServiceProvider HERE = new ServiceProvider("https://id.example.com", "7");
    private static final Peer PEER =
            new Peer(HERE, TestSamlIdp.ENTITY, List.of(TestSamlIdp.certificate(TestSamlIdp.KEYS)), NOW);

    private static String request() {
        return TestSamlIdp.logoutRequest(HERE, "_r1", NOW);
    }

    private static String base64(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Asked posted(String xml) throws SamlRefused {
        return LogoutReader.request(Carried.posted(base64(xml), "", ""), PEER);
    }

    private static Asked redirected(String query) throws SamlRefused {
        return LogoutReader.request(Carried.redirected(query), PEER);
    }

    private static String query(String xml) {
        return TestSamlIdp.query("SAMLRequest", xml, "state 1");
    }

    private static void assertRefused(Check check, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        SamlRefused.class,
                        refused -> assertThat(refused.check()).isEqualTo(check));
    }

    @Test
    void aSignedRequestSaysWhoseSessionsEnd() throws SamlRefused {
        Asked expected = new Asked(
                "_r1", new NameId("alice-there", NameId.PERSISTENT), List.of("session-1"), NOW.plusSeconds(600 + 60));

        assertThat(posted(TestSamlIdp.signed(request(), "LogoutRequest"))).isEqualTo(expected);
        assertThat(redirected(query(request()))).isEqualTo(expected);
        assertThat(Carried.redirected(query(request())).relayState()).isEqualTo("state 1");
    }

    @Test
    void withoutASessionItIsAboutAllOfThem() throws SamlRefused {
        String all = request().replaceFirst("<samlp:SessionIndex>.*</samlp:SessionIndex>", "");

        assertThat(redirected(query(all)).sessions()).isEmpty();
        assertThat(redirected(query(request().replace(">session-1<", "> <"))).sessions())
                .isEmpty();
    }

    @Test
    void whatIsNotSignedCountsForNothing() {
        String query = query(request());

        assertRefused(Check.SIGNATURE, () -> posted(request()));
        assertRefused(Check.SIGNATURE, () -> redirected(query.replaceFirst("&SigAlg=.*", "")));
        assertRefused(Check.SIGNATURE, () -> redirected(query.replaceFirst("&Signature=.*", "")));
        assertRefused(
                Check.SIGNATURE, () -> redirected(TestSamlIdp.query(TestSamlIdp.OTHER, "SAMLRequest", request(), "")));
        assertRefused(
                Check.SIGNATURE,
                () -> posted(TestSamlIdp.signed(
                        request(),
                        "LogoutRequest",
                        TestSamlIdp.Signing.by(
                                TestSamlIdp.OTHER, TestSamlIdp.MORE + "rsa-sha256", TestSamlIdp.SHA256))));
        assertRefused(
                Check.SIGNATURE,
                () -> LogoutReader.request(
                        Carried.redirected(query), new Peer(HERE, TestSamlIdp.ENTITY, List.of(), NOW)));
    }

    @Test
    void aSignatureOfTheDocumentIsNoneOfTheQuery() throws SamlRefused {
        String signed = TestSamlIdp.signed(request(), "LogoutRequest");

        assertRefused(
                Check.SIGNATURE,
                () -> redirected(TestSamlIdp.query("SAMLRequest", signed, "").replaceFirst("&SigAlg=.*", "")));
    }

    @Test
    void nothingInASignedQueryCanBeChanged() {
        String query = query(request());

        assertRefused(Check.SIGNATURE, () -> redirected(query.replace("RelayState=state+1", "RelayState=other")));
        assertRefused(Check.SIGNATURE, () -> redirected(query.replace("RelayState=state+1&", "")));
        assertRefused(Check.SIGNATURE, () -> redirected(query.replace("state+1", "state%201")));
        assertRefused(Check.SIGNATURE, () -> redirected(query.replace("rsa-sha256", "rsa-sha1")));
        assertRefused(Check.SIGNATURE, () -> redirected(query.replace("rsa-sha256", "rsa-sha512")));
        assertRefused(Check.MESSAGE, () -> redirected(query + "&RelayState=other"));
        assertRefused(Check.MESSAGE, () -> redirected(query + "&SAMLResponse=PHgvPg"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsRefusedThoughItIsSigned(Check check, UnaryOperator<String> change) {
        String changed = change.apply(request());

        assertRefused(check, () -> redirected(query(changed)));
        assertRefused(check, () -> posted(TestSamlIdp.signed(changed, "LogoutRequest")));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(Check.DESTINATION, "/idps/7/saml/slo", "/idps/8/saml/slo"),
                wrong(Check.DESTINATION, " Destination=\"https://id.example.com/idps/7/saml/slo\"", ""),
                wrong(Check.ISSUER, TestSamlIdp.ENTITY, "https://other.example.com"),
                wrong(Check.ISSUER, "<saml:Issuer>" + TestSamlIdp.ENTITY + "</saml:Issuer>", "<saml:x/>"),
                wrong(Check.MESSAGE, "Version=\"2.0\"", "Version=\"1.1\""),
                wrong(Check.TIME, "IssueInstant=\"" + NOW + "\"", "IssueInstant=\"2026-01-02T03:06:05Z\""),
                wrong(Check.TIME, "IssueInstant=\"" + NOW + "\"", "IssueInstant=\"2026-01-02T02:54:05Z\""),
                wrong(Check.TIME, "IssueInstant=\"" + NOW + "\"", ""),
                wrong(
                        Check.TIME,
                        NOW.plusSeconds(300).toString(),
                        NOW.minusSeconds(60).toString()),
                wrong(Check.MESSAGE, ">alice-there<", "><"),
                wrong(Check.ENCRYPTION, "<samlp:SessionIndex>", "<saml:EncryptedID/><samlp:SessionIndex>"));
    }

    private static Arguments wrong(Check check, String text, String other) {
        return Arguments.of(check, (UnaryOperator<String>) xml -> xml.replace(text, other));
    }

    @Test
    void aCommentDoesNotCutANameOff() throws SamlRefused {
        String commented = request().replace(">alice-there<", ">alice<!-- x -->-there<");

        assertThat(posted(TestSamlIdp.signed(commented, "LogoutRequest")).name().value())
                .isEqualTo("alice-there");
    }

    @Test
    void aSignedRequestInsideAnotherIsRefused() {
        String signed = TestSamlIdp.signed(request(), "LogoutRequest");
        String forged = request().replace("alice-there", "bob-there").replace("_r1", "_evil");
        String wrapped = forged.replace("</samlp:LogoutRequest>", signed + "</samlp:LogoutRequest>");
        String signature = signed.replaceFirst("(?s).*(<ds:Signature .*</ds:Signature>).*", "$1");
        String moved = forged.replace("</saml:Issuer>", "</saml:Issuer>" + signature);
        String hidden = forged.replace(
                "</saml:Issuer>",
                "</saml:Issuer>"
                        + signature.replace(
                                "</ds:Signature>", "<ds:Object>" + request() + "</ds:Object></ds:Signature>"));

        assertRefused(Check.MESSAGE, () -> posted(wrapped));
        assertRefused(Check.SIGNATURE, () -> posted(moved));
        assertRefused(Check.MESSAGE, () -> posted(hidden));
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertRefused(Check.MESSAGE, () -> posted("<x/>"));
        assertRefused(Check.MESSAGE, () -> posted("<!DOCTYPE x><x/>"));
        assertRefused(Check.MESSAGE, () -> posted(TestSamlIdp.logoutResponse(HERE, "_1", NOW)));
        assertRefused(Check.MESSAGE, () -> Carried.posted("%%%", "", ""));
        assertRefused(Check.MESSAGE, () -> Carried.posted("", "", ""));
        assertRefused(Check.MESSAGE, () -> Carried.redirected(""));
        assertRefused(Check.MESSAGE, () -> Carried.redirected("SAMLRequest=%%"));
        assertRefused(Check.MESSAGE, () -> Carried.redirected("SAMLRequest=AAAA"));
        assertRefused(Check.MESSAGE, () -> redirected(query(request()).replaceFirst("=[^&]{9}", "=AAAAAAAAA")));
    }

    @Test
    void aMessageThatGrowsWithoutEndIsNotReadToItsEnd() {
        String large = request().replace(">alice-there<", ">" + "a".repeat(SamlResponse.MOST_BYTES) + "<");

        assertRefused(Check.MESSAGE, () -> Carried.redirected(query(large)));
        assertRefused(Check.MESSAGE, () -> Carried.posted(base64(large), "", ""));
    }

    private static void answer(String xml) throws SamlRefused {
        LogoutReader.response(Carried.redirected(TestSamlIdp.query("SAMLResponse", xml, "")), "_asked", PEER);
    }

    @Test
    void theAnswerMustBeToOurRequestAndSayThatItWasDone() throws SamlRefused {
        String good = TestSamlIdp.logoutResponse(HERE, "_asked", NOW);
        Carried unsigned = Carried.posted("", base64(good), "");

        answer(good);
        assertThat(LogoutReader.requestOf(unsigned)).isEqualTo("_asked");
        assertRefused(Check.SIGNATURE, () -> LogoutReader.response(unsigned, "_asked", PEER));
        assertRefused(Check.REQUEST, () -> answer(TestSamlIdp.logoutResponse(HERE, "_other", NOW)));
        assertRefused(Check.STATUS, () -> answer(good.replace(":Success", ":Responder")));
        assertRefused(Check.ISSUER, () -> answer(good.replace(TestSamlIdp.ENTITY, "https://other.example.com")));
    }
}
