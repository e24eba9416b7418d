package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Checks an assertion whose signature has been verified, and reads it. */
final class AssertionReader {
    /** What stands in {@code Conditions} and is understood (saml-core-2.0-os section 2.5.1). */
    private static final Set<String> CONDITIONS = Set.of("AudienceRestriction", "OneTimeUse", "ProxyRestriction");

    private final Element assertion;
    private final Expectation expected;

    private AssertionReader(Element assertion, Expectation expected) {
        this.assertion = assertion;
        this.expected = expected;
    }

    static Assertion read(Element assertion, Expectation expected) throws SamlRefused {
        require(assertion.getAttribute("Version").equals("2.0"), Check.MESSAGE, "the assertion is none of SAML 2.0");
        SamlResponse.requireIssuer(SamlXml.children(assertion, Names.ASSERTION, "Issuer"), expected.provider());
        return new AssertionReader(assertion, expected).read();
    }

    private Assertion read() throws SamlRefused {
        requireConditions(only(assertion, "Conditions", Check.AUDIENCE));
        Element subject = only(assertion, "Subject", Check.CONFIRMATION);
        requireConfirmed(subject);
        Element authentication = SamlXml.children(assertion, Names.ASSERTION, "AuthnStatement").stream()
                .findFirst()
                .orElseThrow(() -> new SamlRefused(Check.AUTHENTICATION, "it does not say that anybody signed in"));
        return new Assertion(
                expected.provider(),
                nameId(subject),
                attributes(),
                authnContext(authentication),
                authenticated(authentication),
                authentication.getAttribute("SessionIndex"),
                sessionEnd(authentication));
    }

    private static Element only(Element parent, String name, Check check) throws SamlRefused {
        List<Element> all = SamlXml.children(parent, Names.ASSERTION, name);
        require(all.size() == 1, check, "it has " + (all.isEmpty() ? "no " : "several ") + name);
        return all.getFirst();
    }

    private void requireConditions(Element conditions) throws SamlRefused {
        requireTimes(conditions, "the assertion");
        List<Element> children = SamlXml.children(conditions);
        require(
                children.stream()
                        .allMatch(child -> Names.ASSERTION.equals(child.getNamespaceURI())
                                && CONDITIONS.contains(child.getLocalName())),
                Check.AUDIENCE,
                "it has a condition that is not understood");
        List<Element> audiences = SamlXml.children(conditions, Names.ASSERTION, "AudienceRestriction");
        require(!audiences.isEmpty(), Check.AUDIENCE, "it does not say whom it is for");
        require(
                audiences.stream().allMatch(this::isForUs),
                Check.AUDIENCE,
                "it is not for " + expected.here().entityId());
    }

    private boolean isForUs(Element restriction) {
        return SamlXml.children(restriction, Names.ASSERTION, "Audience").stream()
                .anyMatch(audience ->
                        audience.getTextContent().strip().equals(expected.here().entityId()));
    }

    private void requireTimes(Element element, String what) throws SamlRefused {
        Optional<Instant> from = SamlTime.of(element, "NotBefore");
        Optional<Instant> until = SamlTime.of(element, "NotOnOrAfter");
        require(
                from.map(expected::hasCome).orElse(true),
                Check.TIME,
                what + " is valid from " + from.orElse(null) + " on, and here it is " + expected.now());
        require(
                until.map(time -> !expected.isOver(time)).orElse(true),
                Check.TIME,
                what + " was valid until " + until.orElse(null) + ", and here it is " + expected.now());
    }

    /** The bearer is the subject, when one of the confirmations holds (saml-profiles-2.0-os section 3.3 and 4.1.4.2). */
    private void requireConfirmed(Element subject) throws SamlRefused {
        SamlRefused refused = new SamlRefused(Check.CONFIRMATION, "it can't be presented by a bearer");
        for (Element confirmation : SamlXml.children(subject, Names.ASSERTION, "SubjectConfirmation")) {
            if (confirmation.getAttribute("Method").equals(Names.BEARER)) {
                try {
                    requireBearer(only(confirmation, "SubjectConfirmationData", Check.CONFIRMATION));
                    return;
                } catch (SamlRefused notThisOne) {
                    refused = notThisOne;
                }
            }
        }
        throw refused;
    }

    private void requireBearer(Element data) throws SamlRefused {
        String recipient = data.getAttribute("Recipient");
        require(
                expected.here().takesAnswersAt(recipient),
                Check.CONFIRMATION,
                "the assertion is to be presented to '" + recipient + "' and not to "
                        + expected.here().acs());
        require(
                data.getAttribute("InResponseTo").equals(expected.request()),
                Check.REQUEST,
                "the assertion does not answer the request of this sign-in");
        require(
                data.hasAttribute("NotOnOrAfter"),
                Check.CONFIRMATION,
                "it does not say until when it can be presented");
        requireTimes(data, "the assertion's confirmation");
    }

    /** A comment in a name must not cut it off: all the text counts, as all of it is signed. */
    private static NameId nameId(Element subject) throws SamlRefused {
        List<Element> names = SamlXml.children(subject, Names.ASSERTION, "NameID");
        require(names.size() <= 1, Check.CONFIRMATION, "the subject has several names");
        return names.isEmpty() ? NameId.NONE : nameIdOf(names.getFirst());
    }

    static NameId nameIdOf(Element name) {
        String format = name.getAttribute("Format").strip();
        return new NameId(
                name.getTextContent().strip(),
                format.isEmpty() ? NameId.UNSPECIFIED : format,
                name.getAttribute("NameQualifier").strip(),
                name.getAttribute("SPNameQualifier").strip());
    }

    private Map<String, List<String>> attributes() {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        for (Element statement : SamlXml.children(assertion, Names.ASSERTION, "AttributeStatement")) {
            for (Element attribute : SamlXml.children(statement, Names.ASSERTION, "Attribute")) {
                List<String> values = SamlXml.children(attribute, Names.ASSERTION, "AttributeValue").stream()
                        .map(value -> value.getTextContent().strip())
                        .filter(value -> !value.isEmpty())
                        .toList();
                attributes.merge(
                        attribute.getAttribute("Name").strip(),
                        values,
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        }
        return attributes;
    }

    private static String authnContext(Element authentication) {
        return SamlXml.children(authentication, Names.ASSERTION, "AuthnContext").stream()
                .flatMap(context -> SamlXml.children(context, Names.ASSERTION, "AuthnContextClassRef").stream())
                .map(reference -> reference.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    private Instant authenticated(Element authentication) throws SamlRefused {
        Instant at = SamlTime.of(authentication, "AuthnInstant")
                .orElseThrow(() -> new SamlRefused(Check.AUTHENTICATION, "it does not say when the person signed in"));
        require(expected.hasCome(at), Check.AUTHENTICATION, "the person signs in in the future, at " + at);
        require(
                expected.maxAge() == null || !expected.isOver(at.plus(expected.maxAge())),
                Check.AUTHENTICATION,
                "the person signed in at " + at + ", which is longer ago than the application allows");
        return at;
    }

    private @Nullable Instant sessionEnd(Element authentication) throws SamlRefused {
        Optional<Instant> end = SamlTime.of(authentication, "SessionNotOnOrAfter");
        require(
                end.map(time -> !expected.isOver(time)).orElse(true),
                Check.TIME,
                "the session at the provider is over since " + end.orElse(null));
        return end.orElse(null);
    }
}
