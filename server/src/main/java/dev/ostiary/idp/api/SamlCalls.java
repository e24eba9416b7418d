package dev.ostiary.idp.api;

import com.google.protobuf.ByteString;
import dev.ostiary.api.admin.v1.AddSAMLProviderRequest;
import dev.ostiary.api.admin.v1.AddSAMLProviderResponse;
import dev.ostiary.api.admin.v1.UpdateSAMLProviderRequest;
import dev.ostiary.api.admin.v1.UpdateSAMLProviderResponse;
import dev.ostiary.api.idp.v1.SAMLBinding;
import dev.ostiary.api.idp.v1.SAMLConfig;
import dev.ostiary.api.idp.v1.SAMLNameIDFormat;
import dev.ostiary.api.idp.v1.SAMLSignatureAlgorithm;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.Saml;
import dev.ostiary.idp.Saml.Binding;
import dev.ostiary.idp.Saml.NameIdFormat;
import dev.ostiary.idp.Saml.SignatureAlgorithm;
import dev.ostiary.idp.api.KindCalls.Messages;
import java.util.Base64;

/** The messages of SAML. */
final class SamlCalls {
    private SamlCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddSAMLProvider",
                new Messages<>(
                        AddSAMLProviderRequest.getDefaultInstance(),
                        AddSAMLProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddSAMLProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddSAMLProviderResponse.getDefaultInstance()),
                SamlCalls::draft);
        calls.update(
                "UpdateSAMLProvider",
                new Messages<>(
                        UpdateSAMLProviderRequest.getDefaultInstance(),
                        UpdateSAMLProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateSAMLProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateSAMLProviderResponse.getDefaultInstance()),
                UpdateSAMLProviderRequest::getId,
                SamlCalls::draft);
    }

    static Draft draft(AddSAMLProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Saml(
                        Base64.getEncoder()
                                .encodeToString(request.getMetadataXml().toByteArray()),
                        request.getMetadataUrl(),
                        "",
                        binding(request.getBinding()),
                        request.getWithSignedRequest(),
                        algorithm(request.getSignatureAlgorithm()),
                        request.hasNameIdFormat() ? format(request.getNameIdFormat()) : NameIdFormat.DEFAULT,
                        request.getTransientMappingAttributeName(),
                        request.getFederatedLogoutEnabled()),
                "");
    }

    static Draft draft(UpdateSAMLProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Saml(
                        Base64.getEncoder()
                                .encodeToString(request.getMetadataXml().toByteArray()),
                        request.getMetadataUrl(),
                        "",
                        binding(request.getBinding()),
                        request.getWithSignedRequest(),
                        algorithm(request.getSignatureAlgorithm()),
                        request.hasNameIdFormat() ? format(request.getNameIdFormat()) : NameIdFormat.DEFAULT,
                        request.getTransientMappingAttributeName(),
                        request.getFederatedLogoutEnabled()),
                "");
    }

    static SAMLConfig message(Saml config) {
        SAMLConfig.Builder message = SAMLConfig.newBuilder()
                .setMetadataXml(ByteString.copyFrom(config.xml()))
                .setBinding(
                        switch (config.binding()) {
                            case UNSPECIFIED -> SAMLBinding.SAML_BINDING_UNSPECIFIED;
                            case POST -> SAMLBinding.SAML_BINDING_POST;
                            case REDIRECT -> SAMLBinding.SAML_BINDING_REDIRECT;
                            case ARTIFACT -> SAMLBinding.SAML_BINDING_ARTIFACT;
                        })
                .setWithSignedRequest(config.withSignedRequest())
                .setNameIdFormat(format(config.nameIdFormat()))
                .setFederatedLogoutEnabled(config.federatedLogout())
                .setSignatureAlgorithm(
                        switch (config.signatureAlgorithm()) {
                            case UNSPECIFIED -> SAMLSignatureAlgorithm.SAML_SIGNATURE_UNSPECIFIED;
                            case RSA_SHA1 -> SAMLSignatureAlgorithm.SAML_SIGNATURE_RSA_SHA1;
                            case RSA_SHA256 -> SAMLSignatureAlgorithm.SAML_SIGNATURE_RSA_SHA256;
                            case RSA_SHA512 -> SAMLSignatureAlgorithm.SAML_SIGNATURE_RSA_SHA512;
                        });
        if (!config.transientMappingAttribute().isEmpty()) {
            message.setTransientMappingAttributeName(config.transientMappingAttribute());
        }
        return message.build();
    }

    private static SAMLNameIDFormat format(NameIdFormat format) {
        return switch (format) {
            case UNSPECIFIED -> SAMLNameIDFormat.SAML_NAME_ID_FORMAT_UNSPECIFIED;
            case EMAIL_ADDRESS -> SAMLNameIDFormat.SAML_NAME_ID_FORMAT_EMAIL_ADDRESS;
            case DEFAULT, PERSISTENT -> SAMLNameIDFormat.SAML_NAME_ID_FORMAT_PERSISTENT;
            case TRANSIENT -> SAMLNameIDFormat.SAML_NAME_ID_FORMAT_TRANSIENT;
        };
    }

    private static NameIdFormat format(SAMLNameIDFormat message) {
        return switch (message) {
            case SAML_NAME_ID_FORMAT_EMAIL_ADDRESS -> NameIdFormat.EMAIL_ADDRESS;
            case SAML_NAME_ID_FORMAT_PERSISTENT -> NameIdFormat.PERSISTENT;
            case SAML_NAME_ID_FORMAT_TRANSIENT -> NameIdFormat.TRANSIENT;
            case SAML_NAME_ID_FORMAT_UNSPECIFIED, UNRECOGNIZED -> NameIdFormat.UNSPECIFIED;
        };
    }

    private static Binding binding(SAMLBinding message) {
        return switch (message) {
            case SAML_BINDING_POST -> Binding.POST;
            case SAML_BINDING_REDIRECT -> Binding.REDIRECT;
            case SAML_BINDING_ARTIFACT -> Binding.ARTIFACT;
            case SAML_BINDING_UNSPECIFIED, UNRECOGNIZED -> Binding.UNSPECIFIED;
        };
    }

    private static SignatureAlgorithm algorithm(SAMLSignatureAlgorithm message) {
        return switch (message) {
            case SAML_SIGNATURE_RSA_SHA1 -> SignatureAlgorithm.RSA_SHA1;
            case SAML_SIGNATURE_RSA_SHA256 -> SignatureAlgorithm.RSA_SHA256;
            case SAML_SIGNATURE_RSA_SHA512 -> SignatureAlgorithm.RSA_SHA512;
            case SAML_SIGNATURE_UNSPECIFIED, UNRECOGNIZED -> SignatureAlgorithm.UNSPECIFIED;
        };
    }
}
