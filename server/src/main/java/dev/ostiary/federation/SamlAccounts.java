package dev.ostiary.federation;

import static dev.ostiary.federation.StandardClaims.EMAIL;
import static dev.ostiary.federation.StandardClaims.PHONE;
import static dev.ostiary.federation.StandardClaims.language;
import static dev.ostiary.federation.StandardClaims.matching;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.saml.Assertion;
import dev.ostiary.federation.saml.NameId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a person from an assertion. Every product calls attributes otherwise; the names that are common are known here, in any case:
 * those of LDAP schemas (plain and as {@code urn:oid:…}, RFC 4519 and eduPerson), the claim types of Microsoft's products, and plain words.
 */
final class SamlAccounts {
    private static final int LONGEST = 200;
    private static final int LONGEST_ID = 256;
    private static final String CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    private static final String MICROSOFT = "http://schemas.microsoft.com/identity/claims/";
    private static final String LDAP = "urn:oid:2.5.4.";
    private static final String COSINE = "urn:oid:0.9.2342.19200300.100.1.";
    private static final String NETSCAPE = "urn:oid:2.16.840.1.113730.3.1.";
    private static final String EDU_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1.";

    private static final List<String> USER_NAME = List.of(
            "preferred_username",
            "username",
            "user_name",
            "login",
            "uid",
            COSINE + "1",
            "eduPersonPrincipalName",
            EDU_PERSON + "6",
            CLAIMS + "upn",
            CLAIMS + "name",
            "upn");
    private static final List<String> GIVEN_NAME =
            List.of("given_name", "givenName", "firstName", "first_name", LDAP + "42", CLAIMS + "givenname");
    private static final List<String> FAMILY_NAME = List.of(
            "family_name", "familyName", "lastName", "last_name", "surname", "sn", LDAP + "4", CLAIMS + "surname");
    private static final List<String> DISPLAY_NAME = List.of(
            "displayName",
            "display_name",
            "name",
            "fullName",
            "cn",
            NETSCAPE + "241",
            LDAP + "3",
            MICROSOFT + "displayname",
            "http://schemas.xmlsoap.org/claims/CommonName");
    private static final List<String> NICKNAME = List.of("nickname", "eduPersonNickname", EDU_PERSON + "2");
    private static final List<String> EMAIL_ADDRESS = List.of(
            "email",
            "mail",
            "emailAddress",
            "email_address",
            "e-mail",
            COSINE + "3",
            "urn:oid:1.2.840.113549.1.9.1",
            CLAIMS + "emailaddress",
            "http://schemas.xmlsoap.org/claims/EmailAddress");
    private static final List<String> PHONE_NUMBER = List.of(
            "phone_number", "phone", "mobile", "telephoneNumber", COSINE + "41", LDAP + "20", CLAIMS + "mobilephone");
    private static final List<String> LANGUAGE = List.of("locale", "preferredLanguage", "language", NETSCAPE + "39");

    private SamlAccounts() {}

    /**
     * The name that the provider gives identifies the person, where it lasts; else the one value of an attribute. No address counts as
     * verified: nothing in SAML says so.
     *
     * @param attribute that identifies a person whose name doesn't last; empty for none
     * @throws LoginFailure when nothing identifies the person
     */
    static ExternalIdentity identity(String attribute, Assertion assertion) throws LoginFailure {
        Map<String, String> said = said(assertion.attributes());
        String email = matching(EMAIL, first(said, EMAIL_ADDRESS));
        NameId name = assertion.nameId();
        boolean nameIsEmail = email.isEmpty() && name.format().equals(NameId.EMAIL_ADDRESS);
        return ExternalIdentity.of(assertion.issuer(), id(attribute, assertion))
                .userName(first(said, USER_NAME))
                .names(
                        first(said, GIVEN_NAME),
                        first(said, FAMILY_NAME),
                        first(said, DISPLAY_NAME),
                        first(said, NICKNAME))
                .email(nameIsEmail ? matching(EMAIL, LogEntry.printable(name.value(), LONGEST)) : email, false)
                .phone(matching(PHONE, first(said, PHONE_NUMBER).replaceAll("[\\s().-]", "")), false)
                .language(language(first(said, LANGUAGE)))
                .claims(raw(assertion))
                .identity();
    }

    private static String id(String attribute, Assertion assertion) throws LoginFailure {
        if (assertion.nameId().isLasting()) {
            return bounded(assertion.nameId().value(), "the provider's name for the person");
        }
        if (attribute.isEmpty()) {
            throw unusable("the provider gives a name that doesn't last, or none, and no attribute is configured"
                    + " that identifies the person (transientMappingAttributeName)");
        }
        List<String> values = assertion.attributes().getOrDefault(attribute, List.of());
        if (values.size() != 1) {
            throw unusable("the attribute " + attribute + " has " + values.size() + " values and must have one");
        }
        return bounded(values.getFirst(), "the attribute " + attribute);
    }

    private static String bounded(String id, String what) throws LoginFailure {
        if (id.length() > LONGEST_ID) {
            throw unusable(what + " has more than " + LONGEST_ID + " characters");
        }
        return id;
    }

    private static LoginFailure unusable(String detail) {
        return new LoginFailure(Reason.USERINFO_UNUSABLE, Stage.ASSERTION, detail);
    }

    /** The first value of each attribute, by its name in lower case. */
    private static Map<String, String> said(Map<String, List<String>> attributes) {
        return attributes.entrySet().stream()
                .filter(attribute -> !attribute.getValue().isEmpty())
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey().toLowerCase(Locale.ROOT),
                        attribute -> LogEntry.printable(attribute.getValue().getFirst(), LONGEST),
                        (first, second) -> first));
    }

    private static String first(Map<String, String> said, List<String> names) {
        return names.stream()
                .map(name -> said.getOrDefault(name.toLowerCase(Locale.ROOT), ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String raw(Assertion assertion) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", assertion.nameId().value());
        all.put("attributes", assertion.attributes());
        all.put("nameIdFormat", assertion.nameId().format());
        all.put("authnContextClassRef", assertion.authnContext());
        all.put("authnInstant", assertion.authenticated().toString());
        all.put("sessionIndex", assertion.sessionIndex());
        if (assertion.sessionEnd() != null) {
            all.put("sessionNotOnOrAfter", assertion.sessionEnd().toString());
        }
        return JSONObjectUtils.toJSONString(all);
    }
}
