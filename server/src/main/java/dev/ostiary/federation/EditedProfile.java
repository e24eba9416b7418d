package dev.ostiary.federation;

/** What a person said on the form that creates a user. An e-mail address or phone number that was changed there counts as unverified. */
public record EditedProfile(
        String userName,
        String givenName,
        String familyName,
        String nickName,
        String displayName,
        String preferredLanguage,
        String email,
        String phone) {

    /** What the form begins with. */
    public static EditedProfile of(ExternalIdentity identity) {
        return new EditedProfile(
                identity.userName(),
                identity.givenName(),
                identity.familyName(),
                identity.nickName(),
                identity.displayName(),
                identity.language(),
                identity.email(),
                identity.phone());
    }
}
