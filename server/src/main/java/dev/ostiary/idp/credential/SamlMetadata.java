package dev.ostiary.idp.credential;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an identity provider says about itself in <a href="https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf">SAML 2.0
 * metadata</a> (section 2.4.3).
 *
 * @param entityId the provider's name, the issuer of its assertions
 * @param singleSignOn at least one, in the document's order
 * @param artifactResolution where messages are given out for artifacts, by SOAP, by index
 * @param signingCertificates may be empty; nobody can sign in before there is one
 * @param validUntil the earliest of the elements that hold the descriptor; null when none says so. It may have passed
 */
public record SamlMetadata(
        String entityId,
        List<Endpoint> singleSignOn,
        List<Endpoint> singleLogout,
        Map<Integer, URI> artifactResolution,
        List<X509Certificate> signingCertificates,
        List<X509Certificate> encryptionCertificates,
        boolean wantAuthnRequestsSigned,
        @Nullable Instant validUntil) {

    /** The most bytes of a document. */
    public static final int MOST_BYTES = 500_000;

    /**
     * A place that takes messages (section 2.2.2).
     *
     * @param binding URI of the binding, such as {@code urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect}
     * @param location http or https
     * @param responseLocation where responses go: the same unless the document says another
     */
    public record Endpoint(String binding, URI location, URI responseLocation) {}

    /**
     * Reads an {@code EntityDescriptor}, or the first one in an {@code EntitiesDescriptor}, that describes an identity provider which speaks
     * SAML 2.0. Elements of other kinds are ignored. A key without {@code use} serves signing and encryption (section 2.4.1.1).
     *
     * <p>A signature on the document is not verified: it comes from the administrator or by https, and no key would be known to verify
     * it with.
     *
     * @param xml in any charset that it declares and the JDK knows, at most {@value #MOST_BYTES} bytes
     * @throws SamlMetadataException when it is anything else
     */
    public static SamlMetadata parse(byte[] xml) throws SamlMetadataException {
        if (xml.length > MOST_BYTES) {
            throw new SamlMetadataException("the metadata has more than " + MOST_BYTES + " bytes");
        }
        return SamlMetadataReader.read(SamlXml.parse(xml));
    }
}
