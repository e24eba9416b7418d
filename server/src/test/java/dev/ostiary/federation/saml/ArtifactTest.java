package dev.ostiary.federation.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.federation.saml.SamlRefused.Check;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Artifacts, and what providers answer to them. */
class ArtifactTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ServiceProvider HERE = new ServiceProvider("https://id.example.com", "7");

    private static byte[] bytes() throws Exception {
        byte[] bytes = new byte[44];
        bytes[1] = 4;
        bytes[3] = 2;
        byte[] source = MessageDigest.getInstance("SHA-1").digest(TestSamlIdp.ENTITY.getBytes(StandardCharsets.UTF_8));
        System.arraycopy(source, 0, bytes, 4, 20);
        return bytes;
    }

    private static Artifact read(byte[] bytes) throws SamlRefused {
        return Artifact.read(Base64.getEncoder().encodeToString(bytes), TestSamlIdp.ENTITY);
    }

    private static void assertRefused(Check check, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        SamlRefused.class,
                        refused -> assertThat(refused.check()).isEqualTo(check));
    }

    @Test
    void itNamesTheProvidersServiceAndNobodyElses() throws Exception {
        byte[] otherType = bytes();
        otherType[1] = 1;
        byte[] otherSource = bytes();
        otherSource[4] ^= 1;

        assertThat(read(bytes()).endpoint()).isEqualTo(2);
        assertRefused(Check.MESSAGE, () -> read(otherType));
        assertRefused(Check.ISSUER, () -> read(otherSource));
        assertRefused(Check.MESSAGE, () -> read(Arrays.copyOf(bytes(), 43)));
        assertRefused(Check.MESSAGE, () -> Artifact.read("%", TestSamlIdp.ENTITY));
    }

    private static String soap(String request, String status, String messages) {
        return "<e:Envelope xmlns:e=\"" + Names.SOAP + "\"><e:Body><samlp:ArtifactResponse xmlns:samlp=\""
                + Names.PROTOCOL
                + "\" ID=\"_a\" Version=\"2.0\" InResponseTo=\"" + request + "\"><saml:Issuer xmlns:saml=\""
                + Names.ASSERTION + "\">" + TestSamlIdp.ENTITY
                + "</saml:Issuer><samlp:Status><samlp:StatusCode Value=\""
                + status + "\"/></samlp:Status>" + messages + "</samlp:ArtifactResponse></e:Body></e:Envelope>";
    }

    private static byte[] message(String soap) throws SamlRefused {
        return ArtifactResponse.message(soap.getBytes(StandardCharsets.UTF_8), "_q", TestSamlIdp.ENTITY);
    }

    @Test
    void theMessageStandsByItselfWithItsSignature() throws Exception {
        String signed = TestSamlIdp.signed(HERE, "_r", NOW);

        byte[] message = message(soap("_q", Names.SUCCESS, signed));

        assertThat(Signatures.verify(
                        TestSamlIdp.element(
                                TestSamlIdp.document(new String(message, StandardCharsets.UTF_8)), "Assertion"),
                        java.util.List.of(TestSamlIdp.certificate(TestSamlIdp.KEYS))))
                .isTrue();
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        String signed = TestSamlIdp.signed(HERE, "_r", NOW);
        String good = soap("_q", Names.SUCCESS, signed);

        assertRefused(Check.REQUEST, () -> message(soap("_other", Names.SUCCESS, signed)));
        assertRefused(Check.STATUS, () -> message(soap("_q", "urn:oasis:names:tc:SAML:2.0:status:Responder", "")));
        assertRefused(Check.MESSAGE, () -> message(soap("_q", Names.SUCCESS, "")));
        assertRefused(Check.MESSAGE, () -> message(soap("_q", Names.SUCCESS, signed + signed)));
        assertRefused(Check.ISSUER, () -> message(good.replaceFirst(TestSamlIdp.ENTITY, "https://other.example.com")));
        assertRefused(Check.MESSAGE, () -> message("<x/>"));
        assertRefused(Check.MESSAGE, () -> message("<!DOCTYPE x>" + good));
    }
}
