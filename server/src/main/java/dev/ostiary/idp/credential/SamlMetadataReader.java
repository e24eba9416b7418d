package dev.ostiary.idp.credential;

import dev.ostiary.idp.credential.SamlMetadata.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** From the elements of a metadata document to the record. */
final class SamlMetadataReader {
    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String SOAP = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";
    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";

    /** Section 2.2.1. */
    private static final int LONGEST_ENTITY_ID = 1024;

    private SamlMetadataReader() {}

    static SamlMetadata read(Element root) throws SamlMetadataException {
        if (!SamlXml.is(root, METADATA, "EntityDescriptor") && !SamlXml.is(root, METADATA, "EntitiesDescriptor")) {
            throw new SamlMetadataException("the metadata has no EntityDescriptor or EntitiesDescriptor as its root");
        }
        Element provider = identityProviders(root)
                .findFirst()
                .orElseThrow(() -> new SamlMetadataException("the metadata has no IDPSSODescriptor for SAML 2.0"));
        return describe((Element) provider.getParentNode(), provider);
    }

    private static SamlMetadata describe(Element entity, Element provider) throws SamlMetadataException {
        List<Endpoint> singleSignOn = endpoints(provider, "SingleSignOnService");
        if (singleSignOn.isEmpty()) {
            throw new SamlMetadataException("the metadata has no SingleSignOnService");
        }
        return new SamlMetadata(
                entityId(entity),
                singleSignOn,
                endpoints(provider, "SingleLogoutService"),
                artifactResolution(provider),
                SamlCertificates.of(provider, METADATA, "signing"),
                SamlCertificates.of(provider, METADATA, "encryption"),
                isTrue(provider, "WantAuthnRequestsSigned"),
                validUntil(provider));
    }

    /** In the document's order. The parser bounds the depth. */
    private static Stream<Element> identityProviders(Element element) {
        if (SamlXml.is(element, METADATA, "EntityDescriptor")) {
            return SamlXml.children(element, METADATA, "IDPSSODescriptor").stream()
                    .filter(SamlMetadataReader::speaksSaml2);
        }
        if (SamlXml.is(element, METADATA, "EntitiesDescriptor")) {
            return SamlXml.children(element).stream().flatMap(SamlMetadataReader::identityProviders);
        }
        return Stream.empty();
    }

    private static boolean speaksSaml2(Element provider) {
        String protocols = provider.getAttribute("protocolSupportEnumeration");
        return List.of(protocols.strip().split("\\s+")).contains(PROTOCOL);
    }

    private static String entityId(Element entity) throws SamlMetadataException {
        String id = entity.getAttribute("entityID").strip();
        if (id.isEmpty() || id.length() > LONGEST_ENTITY_ID) {
            throw new SamlMetadataException("entityID must have 1 to " + LONGEST_ENTITY_ID + " characters");
        }
        return id;
    }

    private static List<Endpoint> endpoints(Element provider, String kind) throws SamlMetadataException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Element element : SamlXml.children(provider, METADATA, kind)) {
            String binding = element.getAttribute("Binding").strip();
            if (binding.isEmpty()) {
                throw new SamlMetadataException("a " + kind + " has no Binding");
            }
            URI location = location(element, "Location");
            URI response = element.hasAttribute("ResponseLocation") ? location(element, "ResponseLocation") : location;
            endpoints.add(new Endpoint(binding, location, response));
        }
        return List.copyOf(endpoints);
    }

    /** Those that can't be used are left out: most sign-ins go without. */
    private static Map<Integer, URI> artifactResolution(Element provider) {
        Map<Integer, URI> services = new HashMap<>();
        for (Element element : SamlXml.children(provider, METADATA, "ArtifactResolutionService")) {
            try {
                if (element.getAttribute("Binding").strip().equals(SOAP)) {
                    services.put(Integer.valueOf(element.getAttribute("index").strip()), location(element, "Location"));
                }
            } catch (SamlMetadataException | NumberFormatException unusable) {
                // as if it were not there
            }
        }
        return Map.copyOf(services);
    }

    private static URI location(Element endpoint, String attribute) throws SamlMetadataException {
        try {
            URI uri = new URI(endpoint.getAttribute(attribute).strip());
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getPort() <= 65_535) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // Said below, in the same words.
        }
        throw new SamlMetadataException(
                "the " + attribute + " of a " + endpoint.getLocalName() + " is not an http or https URL");
    }

    /** xs:boolean; false when it isn't said (section 2.4.3). */
    private static boolean isTrue(Element element, String attribute) throws SamlMetadataException {
        return switch (element.getAttribute(attribute).strip()) {
            case "true", "1" -> true;
            case "", "false", "0" -> false;
            default -> throw new SamlMetadataException(attribute + " must be true or false");
        };
    }

    private static @Nullable Instant validUntil(Element provider) throws SamlMetadataException {
        List<Instant> ends = new ArrayList<>();
        for (Element at = provider; at != null; at = at.getParentNode() instanceof Element above ? above : null) {
            end(at).ifPresent(ends::add);
        }
        return ends.stream().min(Comparator.naturalOrder()).orElse(null);
    }

    /** Times are in UTC, with or without saying so (saml-core-2.0-os section 1.3.3). */
    private static Optional<Instant> end(Element element) throws SamlMetadataException {
        String text = element.getAttribute("validUntil").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC).parse(text, Instant::from));
        } catch (DateTimeException e) {
            throw new SamlMetadataException("a validUntil is not a date with time");
        }
    }
}
