package dev.ostiary.federation;

import java.security.SecureRandom;

/** Makes references: 40 random bits in letters and digits that are hard to mistake, such as {@code K7QM-3XWZ}. */
public final class Reference {
    private static final String UNMISTAKABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Reference() {}

    public static String next() {
        StringBuilder text = new StringBuilder(9);
        for (int i = 0; i < 8; i++) {
            text.append(i == 4 ? "-" : "").append(UNMISTAKABLE.charAt(RANDOM.nextInt(UNMISTAKABLE.length())));
        }
        return text.toString();
    }
}
