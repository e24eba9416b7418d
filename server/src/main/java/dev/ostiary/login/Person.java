package dev.ostiary.login;

import dev.ostiary.federation.EditedProfile;
import dev.ostiary.federation.ExternalIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a person is asked for who wants an account, as it was entered. */
public record Person(String userName, String givenName, String familyName, String email) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST = 200;

    /** What the form begins with. */
    static Person of(ExternalIdentity identity) {
        return new Person(identity.userName(), identity.givenName(), identity.familyName(), identity.email());
    }

    static Person entered(Visit visit) {
        return new Person(
                visit.entered("userName").strip(),
                visit.entered("givenName").strip(),
                visit.entered("familyName").strip(),
                visit.entered("email").strip());
    }

    /** Everything else stays as the provider said it; but who goes by another name here is displayed by that one. */
    EditedProfile edited(ExternalIdentity identity) {
        EditedProfile said = EditedProfile.of(identity);
        boolean sameName = givenName.equals(said.givenName()) && familyName.equals(said.familyName());
        return new EditedProfile(
                userName,
                givenName,
                familyName,
                said.nickName(),
                sameName ? said.displayName() : "",
                said.preferredLanguage(),
                email,
                said.phone());
    }

    /** Returns the key of what is wrong, by name of the field; nothing when all is well. */
    Map<String, String> wrong() {
        Map<String, String> wrong = new HashMap<>();
        check(wrong, "userName", userName);
        check(wrong, "givenName", givenName);
        check(wrong, "familyName", familyName);
        check(wrong, "email", email);
        if (!EMAIL.matcher(email).matches()) {
            wrong.putIfAbsent("email", "unknown.badEmail");
        }
        return wrong;
    }

    private static void check(Map<String, String> wrong, String name, String value) {
        if (value.isEmpty()) {
            wrong.put(name, "unknown.missing");
        } else if (value.length() > LONGEST) {
            wrong.put(name, "unknown.tooLong");
        }
    }

    /** Says nothing about the person. */
    @Override
    public String toString() {
        return "Person[]";
    }
}
