package dev.ostiary.federation.ldap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An entry as it was found.
 *
 * @param dn its distinguished name
 * @param attributes what was asked for and is there: names in lower case, and at least one value each
 */
public record DirectoryEntry(String dn, Map<String, List<byte[]>> attributes) {

    /** The values of an attribute; none for a name that is empty. A directory gives them in any order. */
    public List<byte[]> values(String attribute) {
        return attributes.getOrDefault(attribute.toLowerCase(Locale.ROOT), List.of());
    }

    /** The first value when it is a text; empty otherwise. */
    public String text(String attribute) {
        return values(attribute).stream()
                .findFirst()
                .flatMap(DirectoryEntry::text)
                .orElse("");
    }

    /** Reads a value as UTF-8 without control characters; what is no such thing is not a text. */
    public static Optional<String> text(byte[] value) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /** Leaves out what is known about the person. */
    @Override
    public String toString() {
        return "DirectoryEntry[" + dn + "]";
    }
}
