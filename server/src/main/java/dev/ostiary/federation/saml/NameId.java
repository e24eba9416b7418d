package dev.ostiary.federation.saml;

import java.util.Objects;

/**
 * What a provider calls a person (saml-core-2.0-os section 2.2.3).
 *
 * @param value empty when the provider gave no name
 * @param format URI; {@link #UNSPECIFIED} when the provider doesn't say
 * @param qualifier {@code NameQualifier}: among whose names it is one; empty when the provider doesn't say
 * @param ourQualifier {@code SPNameQualifier}: among whose people; empty when the provider doesn't say
 */
public record NameId(String value, String format, String qualifier, String ourQualifier) {
    public static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    public static final String EMAIL_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    public static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    public static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

    static final NameId NONE = new NameId("", UNSPECIFIED);

    public NameId {
        qualifier = Objects.requireNonNullElse(qualifier, "");
        ourQualifier = Objects.requireNonNullElse(ourQualifier, "");
    }

    /** A name without qualifiers. */
    public NameId(String value, String format) {
        this(value, format, "", "");
    }

    /** Tells whether the same person has the same name the next time. */
    public boolean isLasting() {
        return !value.isEmpty() && !format.equals(TRANSIENT);
    }
}
