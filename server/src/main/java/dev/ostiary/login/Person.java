package dev.ostiary.login;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a person is asked for who wants an account, as it was entered. */
public record Person(String userName, String givenName, String familyName, String email) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    static final int LONGEST = 200;

    Person stripped() {
        return new Person(userName.strip(), givenName.strip(), familyName.strip(), email.strip());
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
