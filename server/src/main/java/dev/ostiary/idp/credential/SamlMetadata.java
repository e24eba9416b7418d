package dev.ostiary.idp.credential;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a SAML identity provider says of itself (SAML 2.0 metadata section 2.4.3).
 *
 * <p>A signature on it is not checked: it comes from an administrator, or over https from where an administrator said.
 *
 * @param entityId the provider's name
 * @param singleSignOn where requests go, at least one place
 * @param singleLogout where logout requests go
 * @param signingCertificates whose keys sign assertions; none where the provider's metadata leaves them out
 * @param wantsSignedRequests whether the provider refuses requests that aren't signed
 */
public record SamlMetadata(
        String entityId,
        List<Endpoint> singleSignOn,
        List<Endpoint> singleLogout,
        List<X509Certificate> signingCertificates,
        boolean wantsSignedRequests) {

    /**
     * @param binding such as {@code urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST}
     * @param location an http or https URL
     */
    public record Endpoint(String binding, String location) {}

    /** Reads metadata: an entity, or a list of entities of which the first identity provider counts. Empty when it is none. */
    public static Optional<SamlMetadata> parse(byte[] xml) {
        return SamlMetadataReader.read(xml);
    }
}
