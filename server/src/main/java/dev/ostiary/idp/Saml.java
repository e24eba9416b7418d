package dev.ostiary.idp;

import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadataException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A SAML 2.0 identity provider. The secret is the private key of this server's certificate.
 *
 * @param metadata the provider's metadata as it gave it, base64; empty when it couldn't be had
 * @param metadataUrl where it is read anew from time to time; empty where it was handed over
 * @param certificate this server's certificate for the provider, PEM; empty in a draft: it is made here
 * @param withSignedRequest whether requests are signed
 * @param transientMappingAttribute the attribute that identifies a person whose name identifier is transient; empty for none
 */
public record Saml(
        String metadata,
        String metadataUrl,
        String certificate,
        Binding binding,
        boolean withSignedRequest,
        SignatureAlgorithm signatureAlgorithm,
        NameIdFormat nameIdFormat,
        String transientMappingAttribute,
        boolean federatedLogout)
        implements Config {
    private static final ErrorIds NO_METADATA =
            ErrorIds.of("3bi3esi16t", "iw1rxnf4sf").inOrganizations("78isv6m53a", "j6spncd74m");
    private static final ErrorIds UNREACHABLE =
            ErrorIds.of("8vam1khq22", "iijz4h01if").inOrganizations("ipzxvf3cv2", "bkaiyd3rfo");
    private static final ErrorIds UNREADABLE =
            ErrorIds.of("SF3rwhgh", "dsfj3kl2").inOrganizations("SF3rwhgh", "SFqqh42");

    /** How a request reaches the provider (SAML 2.0 bindings section 3). */
    public enum Binding {
        UNSPECIFIED,
        POST,
        REDIRECT,
        ARTIFACT
    }

    public enum SignatureAlgorithm {
        UNSPECIFIED,
        RSA_SHA1,
        RSA_SHA256,
        RSA_SHA512
    }

    /** What kind of name identifier is asked for (SAML 2.0 core section 8.3). */
    public enum NameIdFormat {
        /** Nothing was said: persistent. */
        DEFAULT,
        UNSPECIFIED,
        EMAIL_ADDRESS,
        PERSISTENT,
        TRANSIENT
    }

    @Override
    public Kind kind() {
        return Kind.SAML;
    }

    /** The provider's name in its metadata; empty while that can't be read. */
    @Override
    public String issuer() {
        try {
            return SamlMetadata.parse(xml()).entityId();
        } catch (SamlMetadataException unreadable) {
            return "";
        }
    }

    @Override
    public void check(Checks checks) {
        checks.name(ErrorIds.of("o07zjotgnd", "q2s9rak7o9").inOrganizations("957lr0f8u3", "egixaofgyl"));
        checks.require(
                metadataUrl.isEmpty() || !metadata.isEmpty(), UNREACHABLE, "Errors.Project.App.SAMLMetadataMissing");
        checks.text(metadata, NO_METADATA);
        checks.readable(() -> SamlMetadata.parse(xml()), UNREADABLE, "Errors.Project.App.SAMLMetadataFormat");
    }

    /** An update says nothing of the certificate. */
    @Override
    public Config keeping(Config before) {
        return certificate.isEmpty() && before instanceof Saml saml ? with(metadata, saml.certificate) : this;
    }

    /** The provider's metadata (SAML 2.0 metadata section 2). */
    public byte[] xml() {
        return Base64.getDecoder().decode(metadata);
    }

    /** Returns when the first of its certificates expires, ours or the provider's; empty where none can be read. */
    Optional<Instant> expiry() {
        List<X509Certificate> all = new ArrayList<>();
        try {
            all.addAll(PemCertificates.parse(certificate.getBytes(StandardCharsets.US_ASCII)));
        } catch (CredentialException none) {
            // the provider's are left
        }
        try {
            all.addAll(SamlMetadata.parse(xml()).signingCertificates());
        } catch (SamlMetadataException unreadable) {
            // ours are left
        }
        return all.stream().map(one -> one.getNotAfter().toInstant()).min(Instant::compareTo);
    }

    Saml withMetadata(byte[] xml) {
        return with(Base64.getEncoder().encodeToString(xml), certificate);
    }

    Saml withCertificate(String pem) {
        return with(metadata, pem);
    }

    private Saml with(String metadata, String certificate) {
        return new Saml(
                metadata,
                metadataUrl,
                certificate,
                binding,
                withSignedRequest,
                signatureAlgorithm,
                nameIdFormat,
                transientMappingAttribute,
                federatedLogout);
    }
}
