package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Checks messages of identity providers about logout, and reads them (saml-core-2.0-os section 3.7, saml-profiles-2.0-os section 4.4). What
 * isn't signed counts for nothing, in either binding.
 */
public final class LogoutReader {
    /** How old a request may be: as long it is remembered, so that it doesn't count twice. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final Element root;
    private final Peer peer;

    private LogoutReader(Element root, Peer peer) {
        this.root = root;
        this.peer = peer;
    }

    /**
     * A provider asks to end sessions.
     *
     * @param name whose
     * @param sessions {@code SessionIndex} of each; none for all of the person's
     * @param until when the request is too old by itself
     */
    public record Asked(String id, NameId name, List<String> sessions, Instant until) {
        @Override
        public String toString() {
            return "Asked[" + id + "]";
        }
    }

    /** @throws SamlRefused at the first check that fails */
    public static Asked request(Carried carried, Peer peer) throws SamlRefused {
        return new LogoutReader(parsed(carried.message(), "LogoutRequest"), peer).request(carried);
    }

    private Asked request(Carried carried) throws SamlRefused {
        requireTrusted(carried);
        Instant issued = SamlTime.of(root, "IssueInstant")
                .orElseThrow(() -> new SamlRefused(Check.TIME, "it does not say when it was made"));
        Instant until = issued.plus(OLDEST);
        require(!issued.isAfter(peer.now().plus(Expectation.SKEW)), Check.TIME, "it was made in the future, " + issued);
        require(peer.now().isBefore(until), Check.TIME, "it is too old, from " + issued);
        Optional<Instant> end = SamlTime.of(root, "NotOnOrAfter");
        require(
                end.map(time -> peer.now().minus(Expectation.SKEW).isBefore(time))
                        .orElse(true),
                Check.TIME,
                "it was valid until " + end.orElse(null));
        String id = root.getAttribute("ID");
        require(!id.isBlank() && id.length() <= 1_000, Check.MESSAGE, "it has no ID, or one that is too long");
        return new Asked(id, name(), sessions(), until.plus(Expectation.SKEW));
    }

    /**
     * Checks the answer to a request of ours.
     *
     * @param request id of the request
     * @throws SamlRefused at the first check that fails; {@link Check#STATUS} when the provider didn't end everything
     */
    public static void response(Carried carried, String request, Peer peer) throws SamlRefused {
        LogoutReader reader = new LogoutReader(parsed(carried.message(), "LogoutResponse"), peer);
        reader.requireTrusted(carried);
        require(
                reader.root.getAttribute("InResponseTo").equals(request),
                Check.REQUEST,
                "it does not answer the request that was sent");
        SamlResponse.requireSuccess(reader.root);
    }

    /** Returns the id of the request that a message claims to answer; empty when it says none. Nothing has been verified. */
    public static String requestOf(Carried carried) {
        try {
            return parsed(carried.message(), "LogoutResponse").getAttribute("InResponseTo");
        } catch (SamlRefused unreadable) {
            return "";
        }
    }

    private static Element parsed(byte[] message, String name) throws SamlRefused {
        try {
            Document document = SamlXml.document(message);
            Element root = document.getDocumentElement();
            require(
                    SamlXml.is(root, Names.PROTOCOL, name)
                            && root.getAttribute("Version").equals("2.0"),
                    Check.MESSAGE,
                    "the message is no " + name + " of SAML 2.0");
            Structure.requireSound(document);
            return root;
        } catch (SAXException malformed) {
            throw new SamlRefused(
                    Check.MESSAGE,
                    "the message is not well-formed XML, has a document type, or is nested too deeply",
                    malformed);
        }
    }

    /** It was sent here, by the provider. */
    private void requireTrusted(Carried carried) throws SamlRefused {
        String destination = root.getAttribute("Destination");
        require(
                destination.equals(peer.here().slo()),
                Check.DESTINATION,
                "it was sent to '" + destination + "' and not to " + peer.here().slo());
        SamlResponse.requireIssuer(SamlXml.children(root, Names.ASSERTION, "Issuer"), peer.provider());
        if (carried.binding() == Binding.REDIRECT) {
            carried.query().verify(peer.certificates());
        } else {
            require(Signatures.verify(root, peer.certificates()), Check.SIGNATURE, "the message is not signed");
        }
    }

    private NameId name() throws SamlRefused {
        List<Element> names = SamlXml.children(root, Names.ASSERTION, "NameID");
        require(
                SamlXml.children(root, Names.ASSERTION, "EncryptedID").isEmpty(),
                Check.ENCRYPTION,
                "the name is encrypted, which is not supported here");
        require(names.size() == 1, Check.MESSAGE, "it has no name, or several");
        NameId name = AssertionReader.nameIdOf(names.getFirst());
        require(!name.value().isEmpty(), Check.MESSAGE, "the name is empty");
        return name;
    }

    /** Products that know of no session send an empty one. */
    private List<String> sessions() {
        return SamlXml.children(root, Names.PROTOCOL, "SessionIndex").stream()
                .map(index -> index.getTextContent().strip())
                .filter(index -> !index.isEmpty())
                .toList();
    }
}
