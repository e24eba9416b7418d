package dev.ostiary.federation;

/** A name and a password at a provider, as a person entered them. */
public record Credentials(String name, String password) {
    /** Longer than what anybody has. */
    static final int LONGEST = 200;

    /**
     * Whether they are worth asking the provider about. An empty password must never get to a directory: there it stands for nobody in
     * particular, who is let in (RFC 4513 section 5.1.2).
     */
    boolean arePossible() {
        return isPossible(name.strip()) && isPossible(password);
    }

    private static boolean isPossible(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.indexOf('\0') < 0;
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "Credentials[]";
    }
}
