package dev.ostiary.login;

import java.util.Locale;

/**
 * A button that leads to an external identity provider.
 *
 * @param href where it leads, on this server
 */
public record Provider(String id, String name, String href) {
    private static final int HUES = 8;

    /** The letter of its mark: the first letter or digit of its name. */
    public String initial() {
        return name.codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("•")
                .toUpperCase(Locale.ROOT);
    }

    /** The colour of its mark, 0 to 7: always the same for one provider. */
    public int hue() {
        return Math.floorMod(id.hashCode(), HUES);
    }
}
