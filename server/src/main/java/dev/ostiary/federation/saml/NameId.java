package dev.ostiary.federation.saml;

/**
 * What a provider calls a person (saml-core-2.0-os section 2.2.3).
 *
 * @param value empty when the provider gave no name
 * @param format URI; {@link #UNSPECIFIED} when the provider doesn't say
 */
public record NameId(String value, String format) {
    public static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    public static final String EMAIL_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    public static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    public static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

    static final NameId NONE = new NameId("", UNSPECIFIED);

    /** Tells whether the same person has the same name the next time. */
    public boolean isLasting() {
        return !value.isEmpty() && !format.equals(TRANSIENT);
    }
}
