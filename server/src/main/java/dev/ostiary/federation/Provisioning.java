package dev.ostiary.federation;

import dev.ostiary.federation.rule.ClaimRule.Field;
import dev.ostiary.federation.rule.Verdict;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import org.jspecify.annotations.Nullable;

/** What an identity becomes: a new user, a link, a changed profile. */
final class Provisioning {
    private Provisioning() {}

    /** A user's data after an update. */
    record Updated(Profile profile, Email email, @Nullable Phone phone) {}

    /** The account's name there is what people recognize it by. */
    static IdpLink link(String idp, ExternalIdentity identity) {
        String name = identity.userName().isEmpty() ? identity.displayName() : identity.userName();
        return new IdpLink(idp, identity.subject(), name.isEmpty() ? identity.subject() : name, identity.issuer());
    }

    /** @param edited what the person said; the provider's word counts only for what they left as it was */
    static NewHuman human(String idp, ExternalIdentity identity, EditedProfile edited) {
        Profile profile = new Profile(
                edited.givenName().strip(),
                edited.familyName().strip(),
                edited.nickName().strip(),
                edited.displayName().strip(),
                edited.preferredLanguage().strip(),
                Gender.UNSPECIFIED);
        String email = edited.email().strip();
        String phone = edited.phone().strip();
        return NewHuman.linked(
                edited.userName().strip(),
                profile,
                new Email(email, identity.emailVerified() && email.equals(identity.email())),
                phone.isEmpty() ? null : new Phone(phone, identity.phoneVerified() && phone.equals(identity.phone())),
                link(idp, identity));
    }

    /**
     * What the user's data becomes when it follows the account: what the provider says replaces what is here, what it doesn't say
     * stays. An address that is verified here stays verified while the provider says the same one.
     */
    static Updated update(Human human, ExternalIdentity identity) {
        Profile before = human.profile();
        Profile profile = new Profile(
                or(identity.givenName(), before.givenName()),
                or(identity.familyName(), before.familyName()),
                or(identity.nickName(), before.nickName()),
                or(identity.displayName(), before.displayName()),
                or(identity.language(), before.preferredLanguage()),
                before.gender());
        return new Updated(profile, email(human.email(), identity), phone(human.phone(), identity));
    }

    /** What a profile becomes by claim rules. */
    static Profile ruled(Profile before, Verdict verdict) {
        return new Profile(
                verdict.profile(Field.GIVEN_NAME, before.givenName()),
                verdict.profile(Field.FAMILY_NAME, before.familyName()),
                verdict.profile(Field.NICK_NAME, before.nickName()),
                verdict.profile(Field.DISPLAY_NAME, before.displayName()),
                verdict.profile(Field.PREFERRED_LANGUAGE, before.preferredLanguage()),
                before.gender());
    }

    private static Email email(Email before, ExternalIdentity identity) {
        boolean known =
                before.address().equalsIgnoreCase(identity.email()) && (before.verified() || !identity.emailVerified());
        return known || identity.email().isEmpty() ? before : new Email(identity.email(), identity.emailVerified());
    }

    private static @Nullable Phone phone(@Nullable Phone before, ExternalIdentity identity) {
        if (identity.phone().isEmpty()) {
            return before;
        }
        boolean known = before != null
                && before.number().equals(identity.phone())
                && (before.verified() || !identity.phoneVerified());
        return known ? before : new Phone(identity.phone(), identity.phoneVerified());
    }

    private static String or(String said, String before) {
        return said.isEmpty() ? before : said;
    }
}
