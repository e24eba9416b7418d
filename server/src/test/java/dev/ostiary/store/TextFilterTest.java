package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.TextFilter.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFilterTest {

    @ParameterizedTest
    @CsvSource({
        "EQUALS, Acme, Acme, true",
        "EQUALS, Acme, acme, false",
        "EQUALS, Acme, Acm, false",
        "EQUALS_IGNORE_CASE, ÄRZTE, ärzte, true",
        "STARTS_WITH, Acme Inc, Acme, true",
        "STARTS_WITH, Acme Inc, acme, false",
        "STARTS_WITH_IGNORE_CASE, Österreich, öST, true",
        "CONTAINS, 100 % sure, %, true",
        "CONTAINS, anything, %, false",
        "CONTAINS, anything, _, false",
        "CONTAINS_IGNORE_CASE, Straße, RASS, false",
        "CONTAINS_IGNORE_CASE, Grüße, RÜß, true",
        "ENDS_WITH, Acme Inc, Inc, true",
        "ENDS_WITH, c, Inc, false",
        "ENDS_WITH_IGNORE_CASE, Café, FÉ, true",
    })
    void aTextIsComparedAsTheMethodSays(Method method, String value, String text, boolean matches) {
        assertThat(new TextFilter(method, text).matches(value)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"EQUALS, false", "STARTS_WITH, true", "CONTAINS, true", "ENDS_WITH, true", "CONTAINS_IGNORE_CASE, true"
    })
    void nothingIsInEveryText(Method method, boolean matches) {
        assertThat(new TextFilter(method, "").matches("something")).isEqualTo(matches);
    }
}
