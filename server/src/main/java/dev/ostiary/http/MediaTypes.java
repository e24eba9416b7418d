package dev.ostiary.http;

import java.util.Arrays;
import java.util.List;

/** What a client says it accepts (RFC 9110 section 12.5.1). */
public final class MediaTypes {
    private MediaTypes() {}

    /**
     * Returns how much a media type is wanted that is named as it is, without wildcards.
     *
     * @param accept the value of the {@code Accept} header
     * @param type lower case, without parameters
     * @return from 0, not at all, to 1
     */
    public static double quality(String accept, String type) {
        return Arrays.stream(accept.split(","))
                .map(range -> List.of(range.split(";")))
                .filter(range -> range.getFirst().strip().equalsIgnoreCase(type))
                .mapToDouble(range -> range.stream()
                        .skip(1)
                        .mapToDouble(MediaTypes::weight)
                        .min()
                        .orElse(1))
                .max()
                .orElse(0);
    }

    /** Of a parameter that is no weight, and of one that can't be read: 1. */
    private static double weight(String parameter) {
        String text = parameter.strip();
        return text.matches("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(text.substring(2)) : 1;
    }
}
