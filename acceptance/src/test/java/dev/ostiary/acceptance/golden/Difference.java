package dev.ostiary.acceptance.golden;

/**
 * One place where an answer differs from the recorded one.
 *
 * @param where {@code status}, {@code header NAME}, or a path into the body such as {@code body.details.0.id}
 * @param recorded what was recorded, as text; {@code absent} for nothing
 * @param here what Ostiary answers
 */
record Difference(String where, String recorded, String here) {
    static final String ABSENT = "absent";

    @Override
    public String toString() {
        return where + ": " + recorded + " → " + here;
    }
}
