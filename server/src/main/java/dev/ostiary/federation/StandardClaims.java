package dev.ostiary.federation;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a person from standard claims (OpenID Connect Core 1.0 section 5.1). A claim of a wrong type counts as not said. */
public final class StandardClaims {
    private static final int LONGEST = 200;
    public static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    public static final Pattern PHONE = Pattern.compile("\\+[0-9]{3,20}");

    private StandardClaims() {}

    public static ExternalIdentity identity(String issuer, String subject, Map<String, Object> claims) {
        String email = matching(EMAIL, text(claims, "email"));
        String phone = matching(PHONE, text(claims, "phone_number").replaceAll("[\\s().-]", ""));
        return ExternalIdentity.of(issuer, subject)
                .userName(text(claims, "preferred_username"))
                .names(
                        text(claims, "given_name"),
                        text(claims, "family_name"),
                        text(claims, "name"),
                        text(claims, "nickname"))
                .email(email, !email.isEmpty() && isTrue(claims, "email_verified"))
                .phone(phone, !phone.isEmpty() && isTrue(claims, "phone_number_verified"))
                .language(language(text(claims, "locale")))
                .pages(text(claims, "picture"), text(claims, "profile"))
                .claims(JSONObjectUtils.toJSONString(claims))
                .identity();
    }

    public static String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String value ? LogEntry.printable(value, LONGEST) : "";
    }

    /** Some providers say {@code "true"}. */
    private static boolean isTrue(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        return Boolean.TRUE.equals(value) || "true".equals(value);
    }

    public static String matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? text : "";
    }

    /** Providers say {@code de-CH} or {@code de_CH}; what is no language counts as not said. */
    public static String language(String locale) {
        String tag = Locale.forLanguageTag(locale.replace('_', '-')).toLanguageTag();
        return tag.equals("und") ? "" : tag;
    }
}
