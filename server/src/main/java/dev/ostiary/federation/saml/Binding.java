package dev.ostiary.federation.saml;

/** How messages travel (saml-bindings-2.0-os section 3). */
public enum Binding {
    REDIRECT("HTTP-Redirect"),
    POST("HTTP-POST");

    private final String name;

    Binding(String name) {
        this.name = name;
    }

    /** The binding's URI. */
    public String uri() {
        return "urn:oasis:names:tc:SAML:2.0:bindings:" + name;
    }
}
