package dev.ostiary.federation.saml;

import dev.ostiary.federation.saml.SamlRefused.Check;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.w3c.dom.Element;

/** Times in messages: in UTC, with or without saying so (saml-core-2.0-os section 1.3.3). */
final class SamlTime {
    private SamlTime() {}

    /** Reads an attribute; empty where the element doesn't have it. */
    static Optional<Instant> of(Element element, String attribute) throws SamlRefused {
        String text = element.getAttribute(attribute).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC).parse(text, Instant::from));
        } catch (DateTimeException e) {
            throw new SamlRefused(Check.TIME, attribute + " is not a date with time", e);
        }
    }
}
