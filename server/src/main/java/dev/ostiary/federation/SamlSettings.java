package dev.ostiary.federation;

import dev.ostiary.federation.saml.NameId;
import dev.ostiary.federation.saml.RequestSigning.Algorithm;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.federation.saml.ServiceProviderMetadata;
import dev.ostiary.idp.Saml;
import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadataException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

/** From a provider's configuration to what is said in messages. */
public final class SamlSettings {
    private SamlSettings() {}

    /** Returns what this server says of itself to the provider. */
    public static ServiceProviderMetadata metadata(String origin, String idp, Saml config) {
        return new ServiceProviderMetadata(
                new ServiceProvider(origin, idp),
                certificate(config),
                signs(config),
                nameIdFormat(config),
                config.binding() == Saml.Binding.ARTIFACT);
    }

    private static boolean signs(Saml config) {
        try {
            return signs(config, SamlMetadata.parse(config.xml()));
        } catch (SamlMetadataException unreadable) {
            return config.withSignedRequest();
        }
    }

    /** Where it is configured, and where the provider's metadata wants it. */
    static boolean signs(Saml config, SamlMetadata provider) {
        return config.withSignedRequest() || provider.wantAuthnRequestsSigned();
    }

    static String nameIdFormat(Saml config) {
        return switch (config.nameIdFormat()) {
            case DEFAULT, PERSISTENT -> NameId.PERSISTENT;
            case UNSPECIFIED -> NameId.UNSPECIFIED;
            case EMAIL_ADDRESS -> NameId.EMAIL_ADDRESS;
            case TRANSIENT -> NameId.TRANSIENT;
        };
    }

    public static Algorithm algorithm(Saml config) {
        return switch (config.signatureAlgorithm()) {
            case UNSPECIFIED, RSA_SHA256 -> Algorithm.RSA_SHA256;
            case RSA_SHA1 -> Algorithm.RSA_SHA1;
            case RSA_SHA512 -> Algorithm.RSA_SHA512;
        };
    }

    public static X509Certificate certificate(Saml config) {
        try {
            return PemCertificates.parse(config.certificate().getBytes(StandardCharsets.US_ASCII))
                    .getFirst();
        } catch (CredentialException e) {
            throw new IllegalStateException("a certificate that was made here can be read", e);
        }
    }
}
