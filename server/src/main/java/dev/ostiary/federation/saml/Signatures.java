package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.Reference;
import org.apache.xml.security.signature.SignedInfo;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Enveloped signatures as SAML has them (saml-core-2.0-os section 5.4), and no others. */
final class Signatures {
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String MORE_2007 = "http://www.w3.org/2007/05/xmldsig-more#";
    private static final int LEAST_RSA_BITS = 2048;

    /** No SHA-1, and nothing that is verified with a secret: that secret would be the public key. */
    private static final Set<String> ALGORITHMS = Set.of(
            MORE + "rsa-sha256",
            MORE + "rsa-sha384",
            MORE + "rsa-sha512",
            MORE + "ecdsa-sha256",
            MORE + "ecdsa-sha384",
            MORE + "ecdsa-sha512",
            MORE_2007 + "sha256-rsa-MGF1",
            MORE_2007 + "sha384-rsa-MGF1",
            MORE_2007 + "sha512-rsa-MGF1");

    private static final Set<String> DIGESTS =
            Set.of(Names.ENCRYPTION + "sha256", MORE + "sha384", Names.ENCRYPTION + "sha512");

    private Signatures() {}

    /**
     * Verifies the signature that an element has of itself. What it says about its key counts for nothing.
     *
     * @param signed no other element of its document has its id
     * @return false when it has none
     * @throws SamlRefused when it has one that can't be trusted, or that no certificate's key made
     */
    static boolean verify(Element signed, List<X509Certificate> certificates) throws SamlRefused {
        List<Element> signatures = SamlXml.children(signed, Names.SIGNATURE, "Signature");
        if (signatures.isEmpty()) {
            return false;
        }
        String name = signed.getLocalName();
        require(signatures.size() == 1, Check.SIGNATURE, "the " + name + " has several signatures");
        signed.setIdAttributeNS(null, "ID", true);
        for (X509Certificate certificate : certificates) {
            if (isStrong(certificate.getPublicKey())
                    && verifies(signatures.getFirst(), signed, certificate.getPublicKey())) {
                return true;
            }
        }
        throw new SamlRefused(
                Check.SIGNATURE,
                "the signature of the " + name + " is by none of the " + certificates.size()
                        + " certificates in the provider's metadata, or it was changed");
    }

    static boolean isStrong(PublicKey key) {
        return !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
    }

    private static boolean verifies(Element element, Element signed, PublicKey key) throws SamlRefused {
        Santuario.ready();
        try {
            XMLSignature signature = new XMLSignature(element, "", true);
            requireSound(signature, signed);
            return fits(signature, key) && signature.checkSignatureValue(key);
        } catch (XMLSecurityException | RuntimeException malformed) {
            // What is missing in a signature the library finds out in ways of its own.
            throw new SamlRefused(
                    Check.SIGNATURE, "the signature of the " + signed.getLocalName() + " can't be read", malformed);
        }
    }

    /** A key of another kind is not this signature's. */
    private static boolean fits(XMLSignature signature, PublicKey key) {
        boolean ecdsa = signature.getSignedInfo().getSignatureMethodURI().contains("#ecdsa-");
        return key.getAlgorithm().equals(ecdsa ? "EC" : "RSA");
    }

    /** The signature is of exactly this element, by algorithms that can be trusted. */
    private static void requireSound(XMLSignature signature, Element signed) throws XMLSecurityException, SamlRefused {
        SignedInfo info = signature.getSignedInfo();
        requireKnown(ALGORITHMS, info.getSignatureMethodURI(), "signed by the algorithm");
        requireKnown(Set.of(Names.EXCLUSIVE_C14N), info.getCanonicalizationMethodURI(), "canonicalized by");
        require(signature.getObjectLength() == 0, Check.SIGNATURE, "the signature holds an object");
        require(info.getLength() == 1, Check.SIGNATURE, "the signature has " + info.getLength() + " references");
        Reference reference = info.item(0);
        requireKnown(DIGESTS, reference.getMessageDigestAlgorithm().getAlgorithmURI(), "digested by");
        requireTransforms(reference.getTransforms());
        String id = signed.getAttributeNS(null, "ID");
        require(
                !id.isEmpty()
                        && reference.getURI().equals("#" + id)
                        && signed.isSameNode(signed.getOwnerDocument().getElementById(id)),
                Check.SIGNATURE,
                "the signature is not of the element that it stands in");
    }

    private static void requireTransforms(@Nullable Transforms transforms) throws XMLSecurityException, SamlRefused {
        require(
                transforms != null
                        && transforms.getLength() == 2
                        && transforms.item(0).getURI().equals(Names.ENVELOPED)
                        && transforms.item(1).getURI().equals(Names.EXCLUSIVE_C14N),
                Check.SIGNATURE,
                "the signature's transforms are not those of an enveloped signature with exclusive canonicalization");
    }

    private static void requireKnown(Set<String> known, String algorithm, String how) throws SamlRefused {
        require(known.contains(algorithm), Check.SIGNATURE, how + " " + algorithm + ", which is not accepted");
    }

    /** Signs an element whose first child is its issuer: the signature comes after that. */
    static void sign(Element element, RequestSigning signing) {
        Santuario.ready();
        try {
            element.setIdAttributeNS(null, "ID", true);
            XMLSignature signature = new XMLSignature(
                    element.getOwnerDocument(), "", signing.algorithm().uri(), Names.EXCLUSIVE_C14N);
            element.insertBefore(signature.getElement(), element.getFirstChild().getNextSibling());
            Transforms transforms = new Transforms(element.getOwnerDocument());
            transforms.addTransform(Names.ENVELOPED);
            transforms.addTransform(Names.EXCLUSIVE_C14N);
            signature.addDocument(
                    "#" + element.getAttribute("ID"),
                    transforms,
                    signing.algorithm().digest());
            signature.addKeyInfo(signing.certificate());
            signature.sign(signing.key());
        } catch (XMLSecurityException e) {
            throw new IllegalStateException("a document that was made here can be signed", e);
        }
    }
}
