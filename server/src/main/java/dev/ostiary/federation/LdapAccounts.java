package dev.ostiary.federation;

import static dev.ostiary.federation.StandardClaims.EMAIL;
import static dev.ostiary.federation.StandardClaims.PHONE;
import static dev.ostiary.federation.StandardClaims.language;
import static dev.ostiary.federation.StandardClaims.matching;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.ldap.DirectoryEntry;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Ldap.Attributes;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads a person from their entry in a directory, under the names of attributes that are configured. */
final class LdapAccounts {
    /** Boolean of RFC 4517 section 3.3.3, and what the contract's original takes for true. */
    private static final Set<String> TRUE = Set.of("true", "t", "1");

    private static final int LONGEST = 200;

    private LdapAccounts() {}

    static ExternalIdentity identity(Ldap config, DirectoryEntry entry) throws LoginFailure {
        Attributes names = config.attributes();
        String email = matching(EMAIL, text(entry, names.email()));
        String phone = matching(PHONE, text(entry, names.phone()).replaceAll("[\\s().-]", ""));
        return ExternalIdentity.of(config.issuer(), id(entry, names.id()))
                .userName(text(entry, names.preferredUsername()))
                .names(
                        text(entry, names.firstName()),
                        text(entry, names.lastName()),
                        text(entry, names.displayName()),
                        text(entry, names.nickName()))
                .email(email, !email.isEmpty() && isTrue(entry, names.emailVerified()) && isOnly(entry, names.email()))
                .phone(phone, !phone.isEmpty() && isTrue(entry, names.phoneVerified()) && isOnly(entry, names.phone()))
                .language(language(text(entry, names.preferredLanguage())))
                .pages(text(entry, names.avatarUrl()), text(entry, names.profile()))
                .claims(claims(entry))
                .identity();
    }

    /**
     * The only value; base64 where it is binary. Of several values, which a directory gives in any order, one that a person may add
     * themselves could be somebody else's.
     */
    private static String id(DirectoryEntry entry, String attribute) throws LoginFailure {
        List<byte[]> values = entry.values(attribute);
        if (values.size() != 1) {
            throw unusable(
                    values.isEmpty() ? "the entry has no " + attribute : "the entry has more than one " + attribute);
        }
        String id = shown(values.getFirst());
        if (id.isBlank() || id.length() > LONGEST) {
            throw unusable(attribute + " is empty or too long");
        }
        return id;
    }

    private static LoginFailure unusable(String detail) {
        return new LoginFailure(Reason.USERINFO_UNUSABLE, Stage.USERINFO, detail);
    }

    private static String text(DirectoryEntry entry, String attribute) {
        return LogEntry.printable(entry.text(attribute), LONGEST);
    }

    private static boolean isTrue(DirectoryEntry entry, String attribute) {
        return isOnly(entry, attribute) && TRUE.contains(entry.text(attribute).toLowerCase(Locale.ROOT));
    }

    /** It isn't said which of several values is verified. */
    private static boolean isOnly(DirectoryEntry entry, String attribute) {
        return entry.values(attribute).size() == 1;
    }

    private static String claims(DirectoryEntry entry) {
        Map<String, Object> claims = new TreeMap<>();
        entry.attributes()
                .forEach((name, values) -> claims.put(
                        name, values.stream().map(LdapAccounts::shown).toList()));
        return JSONObjectUtils.toJSONString(claims);
    }

    private static String shown(byte[] value) {
        return DirectoryEntry.text(value).orElseGet(() -> Base64.getEncoder().encodeToString(value));
    }
}
