package dev.ostiary.federation;

import dev.ostiary.federation.rule.ClaimRule.Field;
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
 * @param claims all that the provider said, a JSON object
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
        Obtained obtained) {

    /** @param obtained null where one was kept before there was such a thing */
    public ExternalIdentity {
        obtained = Objects.requireNonNullElse(obtained, Obtained.NOTHING);
    }

    /** An identity with which nothing came along. */
    public ExternalIdentity(
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
            String claims) {
        this(
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
                Obtained.NOTHING);
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
                changed);
    }

    /** The same with the profile that claim rules say. */
    ExternalIdentity with(Verdict verdict) {
        return new ExternalIdentity(
                issuer,
                subject,
                preferredUsername,
                verdict.profile(Field.GIVEN_NAME, givenName),
                verdict.profile(Field.FAMILY_NAME, familyName),
                verdict.profile(Field.DISPLAY_NAME, displayName),
                verdict.profile(Field.NICK_NAME, nickName),
                email,
                emailVerified,
                phone,
                phoneVerified,
                verdict.profile(Field.PREFERRED_LANGUAGE, language),
                picture,
                profile,
                claims,
                obtained);
    }

    /** The same from a provider that has no user names: the address is one, where it is the person's. */
    public ExternalIdentity knownByVerifiedEmail() {
        return new ExternalIdentity(
                issuer,
                subject,
                emailVerified ? email : "",
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
                obtained);
    }

    /** The same from a provider whose word about addresses and numbers doesn't count. */
    public ExternalIdentity withNothingVerified() {
        return new ExternalIdentity(
                issuer,
                subject,
                preferredUsername,
                givenName,
                familyName,
                displayName,
                nickName,
                email,
                false,
                phone,
                false,
                language,
                picture,
                profile,
                claims,
                obtained);
    }

    /** Says who it is and nothing about the person. */
    @Override
    public String toString() {
        return "ExternalIdentity[" + issuer + ", " + subject + "]";
    }
}
