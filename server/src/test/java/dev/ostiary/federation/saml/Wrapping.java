package dev.ostiary.federation.saml;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The signature wrapping attacks as tools number them: what was signed is moved aside, where its signature still finds it, and something
 * else takes its place.
 */
enum Wrapping {
    /** Another response, whose signature holds the signed one. */
    XSW1("Response") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            replace(signed, evil);
            evil.insertBefore(signature, evil.getFirstChild());
            signature.appendChild(signed);
        }
    },
    /** Another response, in which the signed one comes before the signature. */
    XSW2("Response") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            replace(signed, evil);
            evil.insertBefore(signature, evil.getFirstChild());
            evil.insertBefore(signed, signature);
        }
    },
    /** Another assertion before the signed one. */
    XSW3("Assertion") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            signed.insertBefore(signature, signed.getFirstChild());
            signed.getParentNode().insertBefore(evil, signed);
        }
    },
    /** Another assertion around the signed one. */
    XSW4("Assertion") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            signed.insertBefore(signature, signed.getFirstChild());
            replace(signed, evil);
            evil.appendChild(signed);
        }
    },
    /** Another assertion with the signature; the signed one comes last. */
    XSW5("Assertion") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            Element response = (Element) signed.getParentNode();
            replace(signed, evil);
            evil.insertBefore(signature, evil.getFirstChild());
            response.appendChild(signed);
        }
    },
    /** Another assertion with the signature, which holds the signed one. */
    XSW6("Assertion") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            replace(signed, evil);
            evil.insertBefore(signature, evil.getFirstChild());
            signature.appendChild(signed);
        }
    },
    /** Another assertion with the same id, in an extension. */
    XSW7("Assertion") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            signed.insertBefore(signature, signed.getFirstChild());
            evil.setAttribute("ID", signed.getAttribute("ID"));
            Element extensions = signed.getOwnerDocument().createElementNS(Names.PROTOCOL, "samlp:Extensions");
            extensions.appendChild(evil);
            signed.getParentNode().insertBefore(extensions, signed);
        }
    },
    /** Another assertion with the signature, in whose object the signed one is. */
    XSW8("Assertion") {
        @Override
        void wrap(Element signed, Element evil, Element signature) {
            replace(signed, evil);
            evil.insertBefore(signature, evil.getFirstChild());
            Element object = signed.getOwnerDocument().createElementNS(Names.SIGNATURE, "ds:Object");
            signature.appendChild(object);
            object.appendChild(signed);
        }
    };

    private final String what;

    Wrapping(String what) {
        this.what = what;
    }

    /** @param signature of {@code signed}, taken out of it */
    abstract void wrap(Element signed, Element evil, Element signature);

    /** Signs a response, and has it say that somebody else is there. */
    String attack(String response) {
        Document document = TestSamlIdp.document(TestSamlIdp.signed(response, what));
        Element signed = TestSamlIdp.element(document, what);
        Element signature = TestSamlIdp.element(document, "Signature");
        signature.getParentNode().removeChild(signature);
        Element evil = (Element) signed.cloneNode(true);
        evil.setAttribute("ID", "_evil");
        evil.getElementsByTagNameNS(Names.ASSERTION, "NameID").item(0).setTextContent("admin");
        wrap(signed, evil, signature);
        return TestSamlIdp.text(document);
    }

    private static void replace(Element signed, Element evil) {
        signed.getParentNode().replaceChild(evil, signed);
    }
}
