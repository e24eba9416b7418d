package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import dev.ostiary.idp.credential.SamlXml;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import org.apache.xml.security.encryption.EncryptedKey;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Opens encrypted assertions (saml-core-2.0-os section 2.3.4): the key is encrypted by RSA-OAEP, the assertion by AES.
 *
 * <p>CBC says nothing about who wrote a text, so that who reads errors could read the text. It is accepted because many providers know
 * nothing else, and an assertion counts only when it, or the response around it, is signed. All that goes wrong is said in the same words.
 */
final class Decryption {
    private static final Set<String> KEY_WRAPS =
            Set.of(Names.ENCRYPTION + "rsa-oaep-mgf1p", Names.ENCRYPTION_11 + "rsa-oaep");
    private static final Set<String> CIPHERS = Set.of(
            Names.ENCRYPTION_11 + "aes128-gcm",
            Names.ENCRYPTION_11 + "aes192-gcm",
            Names.ENCRYPTION_11 + "aes256-gcm",
            Names.ENCRYPTION + "aes128-cbc",
            Names.ENCRYPTION + "aes192-cbc",
            Names.ENCRYPTION + "aes256-cbc");

    private Decryption() {}

    /** Returns the assertion, in a document of its own. */
    static Element assertion(Element encrypted, PrivateKey key) throws SamlRefused {
        Element data = only(SamlXml.children(encrypted, Names.ENCRYPTION, "EncryptedData"));
        Element wrapped = only(Stream.concat(
                        SamlXml.children(data, Names.SIGNATURE, "KeyInfo").stream()
                                .flatMap(info -> SamlXml.children(info, Names.ENCRYPTION, "EncryptedKey").stream()),
                        SamlXml.children(encrypted, Names.ENCRYPTION, "EncryptedKey").stream())
                .toList());
        String cipher = algorithm(data);
        requireKnown(CIPHERS, cipher);
        requireKnown(KEY_WRAPS, algorithm(wrapped));
        requireValueHere(data);
        requireValueHere(wrapped);
        return parsed(decrypted(data, wrapped, cipher, key), encrypted);
    }

    private static Element only(List<Element> elements) throws SamlRefused {
        require(elements.size() == 1, Check.ENCRYPTION, "an encrypted assertion has one EncryptedData and one key");
        return elements.getFirst();
    }

    private static String algorithm(Element encrypted) throws SamlRefused {
        return only(SamlXml.children(encrypted, Names.ENCRYPTION, "EncryptionMethod"))
                .getAttribute("Algorithm");
    }

    private static void requireKnown(Set<String> known, String algorithm) throws SamlRefused {
        require(known.contains(algorithm), Check.ENCRYPTION, "encrypted by " + algorithm + ", which is not accepted");
    }

    /** What is encrypted is in the message and nowhere else. */
    private static void requireValueHere(Element encrypted) throws SamlRefused {
        Element data = only(SamlXml.children(encrypted, Names.ENCRYPTION, "CipherData"));
        require(
                SamlXml.children(data).size() == 1
                        && SamlXml.children(data, Names.ENCRYPTION, "CipherValue")
                                        .size()
                                == 1,
                Check.ENCRYPTION,
                "what is encrypted is not in the message");
    }

    private static byte[] decrypted(Element data, Element wrapped, String cipher, PrivateKey key) throws SamlRefused {
        Santuario.ready();
        try {
            XMLCipher unwrap = XMLCipher.getInstance();
            unwrap.setSecureValidation(true);
            unwrap.init(XMLCipher.UNWRAP_MODE, key);
            EncryptedKey encryptedKey = unwrap.loadEncryptedKey(wrapped.getOwnerDocument(), wrapped);
            Key content = unwrap.decryptKey(encryptedKey, cipher);
            XMLCipher decrypt = XMLCipher.getInstance();
            decrypt.setSecureValidation(true);
            decrypt.init(XMLCipher.DECRYPT_MODE, content);
            return decrypt.decryptToByteArray(data);
        } catch (XMLSecurityException | RuntimeException undecipherable) {
            throw unreadable(undecipherable);
        }
    }

    private static SamlRefused unreadable(Exception cause) {
        return new SamlRefused(
                Check.ENCRYPTION,
                "the encrypted assertion can't be opened: is it encrypted for this provider's certificate as it is now?",
                cause);
    }

    /** The text may use prefixes that are declared around the place where it was. */
    private static Element parsed(byte[] text, Element place) throws SamlRefused {
        StringBuilder begin = new StringBuilder("<around");
        declarations(place)
                .forEach((name, value) -> begin.append(' ')
                        .append(name)
                        .append("=\"")
                        .append(value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"))
                        .append('"'));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(begin.append('>').toString().getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(text);
        whole.writeBytes("</around>".getBytes(StandardCharsets.UTF_8));
        try {
            List<Element> read =
                    SamlXml.children(SamlXml.document(whole.toByteArray()).getDocumentElement());
            if (read.size() == 1 && SamlXml.is(read.getFirst(), Names.ASSERTION, "Assertion")) {
                return read.getFirst();
            }
        } catch (SAXException malformed) {
            throw unreadable(malformed);
        }
        throw new SamlRefused(Check.ENCRYPTION, "what was encrypted is not one assertion");
    }

    private static Map<String, String> declarations(Element place) {
        Map<String, String> declared = new TreeMap<>();
        for (Node at = place; at instanceof Element; at = at.getParentNode()) {
            NamedNodeMap attributes = at.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Node attribute = attributes.item(i);
                if (XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
                    declared.putIfAbsent(attribute.getNodeName(), attribute.getNodeValue());
                }
            }
        }
        return declared;
    }
}
