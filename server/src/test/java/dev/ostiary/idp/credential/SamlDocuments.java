package dev.ostiary.idp.credential;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Metadata as common identity providers write it, with certificates made for the run. */
final class SamlDocuments {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final SamlKeys FIRST = SamlKeys.generate("1001", NOW, Duration.ofDays(365), 2048);
    static final SamlKeys SECOND = SamlKeys.generate("1002", NOW, Duration.ofDays(365), 2048);

    /** The least that was ever accepted. */
    static final String MINIMAL = """
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="http://localhost:8000/metadata">\
            <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
            <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" \
            Location="http://localhost:8000/sso"></SingleSignOnService></IDPSSODescriptor></EntityDescriptor>""";

    private SamlDocuments() {}

    /** Prefixes, one key for signing, several bindings, one provider in a list. */
    static String likeKeycloak() {
        return """
                <md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
                    Name="urn:example" validUntil="2031-05-01T12:00:00Z">
                  <md:EntityDescriptor entityID="https://sso.example.com/realms/shop">
                    <md:IDPSSODescriptor WantAuthnRequestsSigned="true"
                        protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                      <md:KeyDescriptor use="signing">
                        <ds:KeyInfo><ds:KeyName>k1</ds:KeyName><ds:X509Data>
                          <ds:X509Certificate>%s</ds:X509Certificate>
                        </ds:X509Data></ds:KeyInfo>
                      </md:KeyDescriptor>
                      <md:ArtifactResolutionService Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP"
                          Location="https://sso.example.com/resolve" index="0"/>
                      <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
                          Location="https://sso.example.com/logout" ResponseLocation="https://sso.example.com/loggedout"/>
                      <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
                      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
                          Location="https://sso.example.com/saml"/>
                      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                          Location="https://sso.example.com/saml?a=1&amp;b=2"/>
                    </md:IDPSSODescriptor>
                  </md:EntityDescriptor>
                </md:EntitiesDescriptor>
                """.formatted(base64(FIRST));
    }

    /** A signature first, roles of other protocols, two signing certificates because one is being replaced. */
    static String likeEntra() {
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <EntityDescriptor ID="_1" entityID="https://sts.example.net/tenant/" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">
                  <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/><KeyInfo><X509Data>
                    <X509Certificate>not looked at</X509Certificate></X509Data></KeyInfo></Signature>
                  <RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                      xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" xsi:type="fed:SecurityTokenServiceType"
                      protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"/>
                  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                    %s%s
                    <SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                        Location="https://login.example.net/tenant/saml2"/>
                    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                        Location="https://login.example.net/tenant/saml2"/>
                  </IDPSSODescriptor>
                </EntityDescriptor>
                """.formatted(key(" use=\"signing\"", base64(FIRST)), key(" use=\"signing\"", base64(SECOND)));
    }

    static String withKeys(String keys) {
        return MINIMAL.replace("<SingleSignOnService", keys + "<SingleSignOnService");
    }

    static String key(String use, String certificate) {
        return "<KeyDescriptor" + use
                + "><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>" + certificate
                + "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>";
    }

    /** In lines, as documents have it. */
    static String base64(SamlKeys keys) {
        return keys.certificatePem().replaceAll("-----[A-Z ]+-----", "");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
