package dev.ostiary.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A page in parts.
 *
 * @param head what stands before the first section
 * @param sections by their headings of the second level, each with its heading
 */
record Sections(String head, Map<String, String> sections) {
    private static final Pattern BEGIN = Pattern.compile("(?m)^(?=## )");

    static Sections of(String page) {
        String[] parts = BEGIN.split(page);
        Map<String, String> sections = new LinkedHashMap<>();
        String head = "";
        for (String part : parts) {
            if (part.startsWith("## ")) {
                sections.put(part.lines().findFirst().orElse(""), part.strip());
            } else {
                head = part.strip();
            }
        }
        return new Sections(head, sections);
    }

    /** This page with the sections of another, where they are or at the end. */
    Sections with(Sections other) {
        Map<String, String> all = new LinkedHashMap<>(sections);
        all.putAll(other.sections());
        return new Sections(head, all);
    }

    /** The same with a sentence under each heading. */
    Sections noting(String sentence) {
        Map<String, String> noted = new LinkedHashMap<>();
        sections.forEach(
                (heading, text) -> noted.put(heading, heading + "\n\n" + sentence + text.substring(heading.length())));
        return new Sections(head, noted);
    }

    @Override
    public String toString() {
        return head + "\n\n" + String.join("\n\n", sections.values()) + "\n";
    }
}
