package dev.ostiary.login;

import java.util.Map;

/**
 * What a person whom we don't know yet may do, and what their provider said about them.
 *
 * @param fields what the creation form begins with, by field name
 */
record Draft(boolean linking, boolean creation, Map<String, String> fields) {
    static final String USER_NAME = "userName";
    static final String GIVEN_NAME = "givenName";
    static final String FAMILY_NAME = "familyName";
    static final String EMAIL = "email";

    Draft {
        fields = Map.copyOf(fields);
    }

    /** Says nothing about the person. */
    @Override
    public String toString() {
        return "Draft[linking=" + linking + ", creation=" + creation + "]";
    }
}
