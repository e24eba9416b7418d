package dev.ostiary.federation;

import dev.ostiary.federation.rule.ClaimRule.Field;
import dev.ostiary.federation.rule.JoinedClaims;
import dev.ostiary.federation.rule.Verdict;
import java.util.Objects;

/**
 * A person as an identity provider knows them; the same for all protocols. A text that the provider doesn't say is empty.
 *
 * @param issuer who vouches
 * @param subject the person's id there, compared as it is
 * @param emailVerified the provider says that the address is the person's
 * @param phone in international form with a leading plus sign; empty when the provider says it otherwise
 * @param language BCP 47
 * @param picture URL
 * @param profile URL of a page about the person
 * @param claims all that the provider said, a JSON object: what it is told as to others
 * @param beside what it said elsewhere and claim rules see as well, a JSON object; empty for nothing
 * @param obtained what the provider handed out along with that
 */
public record ExternalIdentity(
        String issuer,
        String subject,
        String preferredUsername,
        String givenName,
        String familyName,
        String displayName,
        String nickName,
        String email,
        boolean emailVerified,
        String phone,
        boolean phoneVerified,
        String language,
        String picture,
        String profile,
        String claims,
        String beside,
        Obtained obtained) {

    /**
     * @param beside null where one was kept before there was such a thing
     * @param obtained likewise
     */
    public ExternalIdentity {
        beside = Objects.requireNonNullElse(beside, "");
        obtained = Objects.requireNonNullElse(obtained, Obtained.NOTHING);
    }

    /** All that claim rules see, a JSON object. */
    String claimsForRules() {
        return JoinedClaims.join(claims, beside);
    }

    /** A person of whom nothing else is said yet. */
    public static Said of(String issuer, String subject) {
        return new Said(issuer, subject);
    }

    /** The user name that a user created from this would have: the preferred one, else the e-mail address. */
    public String userName() {
        return preferredUsername.isEmpty() ? email : preferredUsername;
    }

    /** Whether all is here that a user needs: user name, given and family name, e-mail address. */
    public boolean isComplete() {
        return !userName().isEmpty() && !givenName.isEmpty() && !familyName.isEmpty() && !email.isEmpty();
    }

    /** The same with what came along. */
    public ExternalIdentity with(Obtained changed) {
        return said().obtained(changed).identity();
    }

    /** The same with what claim rules see as well. */
    public ExternalIdentity withBeside(String more) {
        return said().beside(more).identity();
    }

    /** The same with the profile that claim rules say. */
    ExternalIdentity with(Verdict verdict) {
        return said().names(
                        verdict.profile(Field.GIVEN_NAME, givenName),
                        verdict.profile(Field.FAMILY_NAME, familyName),
                        verdict.profile(Field.DISPLAY_NAME, displayName),
                        verdict.profile(Field.NICK_NAME, nickName))
                .language(verdict.profile(Field.PREFERRED_LANGUAGE, language))
                .identity();
    }

    /** The same from a provider that has no user names: the address is one, where it is the person's. */
    public ExternalIdentity knownByVerifiedEmail() {
        return said().userName(emailVerified ? email : "").identity();
    }

    /** The same from a provider whose word about addresses and numbers doesn't count. */
    public ExternalIdentity withNothingVerified() {
        return said().email(email, false).phone(phone, false).identity();
    }

    private Said said() {
        return of(issuer, subject)
                .userName(preferredUsername)
                .names(givenName, familyName, displayName, nickName)
                .email(email, emailVerified)
                .phone(phone, phoneVerified)
                .language(language)
                .pages(picture, profile)
                .claims(claims)
                .beside(beside)
                .obtained(obtained);
    }

    /** Says who it is and nothing about the person. */
    @Override
    public String toString() {
        return "ExternalIdentity[" + issuer + ", " + subject + "]";
    }

    /** What a provider says about a person, one thing after the other. What it doesn't say is empty. Used by one thread. */
    public static final class Said {
        private final String issuer;
        private final String subject;
        private String preferredUsername = "";
        private String givenName = "";
        private String familyName = "";
        private String displayName = "";
        private String nickName = "";
        private String email = "";
        private boolean emailVerified;
        private String phone = "";
        private boolean phoneVerified;
        private String language = "";
        private String picture = "";
        private String profile = "";
        private String claims = "";
        private String beside = "";
        private Obtained obtained = Obtained.NOTHING;

        private Said(String issuer, String subject) {
            this.issuer = issuer;
            this.subject = subject;
        }

        public Said userName(String preferred) {
            this.preferredUsername = preferred;
            return this;
        }

        public Said names(String given, String family, String shown, String nick) {
            this.givenName = given;
            this.familyName = family;
            this.displayName = shown;
            this.nickName = nick;
            return this;
        }

        public Said email(String address, boolean verified) {
            this.email = address;
            this.emailVerified = verified;
            return this;
        }

        public Said phone(String number, boolean verified) {
            this.phone = number;
            this.phoneVerified = verified;
            return this;
        }

        public Said language(String tag) {
            this.language = tag;
            return this;
        }

        public Said pages(String pictureThere, String profileThere) {
            this.picture = pictureThere;
            this.profile = profileThere;
            return this;
        }

        public Said claims(String all) {
            this.claims = all;
            return this;
        }

        private Said beside(String more) {
            this.beside = more;
            return this;
        }

        private Said obtained(Obtained along) {
            this.obtained = along;
            return this;
        }

        public ExternalIdentity identity() {
            return new ExternalIdentity(
                    issuer,
                    subject,
                    preferredUsername,
                    givenName,
                    familyName,
                    displayName,
                    nickName,
                    email,
                    emailVerified,
                    phone,
                    phoneVerified,
                    language,
                    picture,
                    profile,
                    claims,
                    beside,
                    obtained);
        }
    }
}
