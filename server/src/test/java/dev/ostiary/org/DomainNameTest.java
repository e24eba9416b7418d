package dev.ostiary.org;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "acme.example, acme.example",
        "' ACME.Example ', acme.example",
        "a.b.c.example, a.b.c.example",
        "zürich.example, xn--zrich-kva.example",
        "ZÜRICH.example, xn--zrich-kva.example",
        "xn--zrich-kva.example, xn--zrich-kva.example",
        "acme。example, acme.example"
    })
    void aDomainIsWrittenInOneWay(String text, String domain) {
        assertThat(DomainName.of(text)).contains(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "acme",
                ".",
                "acme.",
                ".example",
                "a..example",
                "acme.example.",
                "acme_.example",
                "-acme.example",
                "acme-.example",
                "192.0.2.1",
                "acme.example/path",
                "acme.example:443",
                "user@acme.example",
                "a b.example",
                "straße.example",
                "STRAẞE.example",
                "a\u200Db.example",
                "a\u0000.example"
            })
    void whatIsNoDomainOrMayBeTakenForAnotherIsNone(String text) {
        assertThat(DomainName.of(text)).isEmpty();
    }

    @Property
    void whateverIsTypedGivesADomainThatGivesItselfOrNone(@ForAll String text) {
        DomainName.of(text)
                .ifPresent(domain -> assertThat(DomainName.of(domain)).contains(domain));
    }
}
