package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.store.Page.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 1", "20, 20", "1000, 1000", "1001, 1000", "2147483647, 1000", "-1, 1000"})
    void aPageHasAtMostAThousandRowsHoweverManyAreAskedFor(int asked, int given) {
        assertThat(new Window(0, asked).limit()).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "9223372036854775807, 9223372036854775807"})
    void aPageBeginsWhereItIsAskedTo(long asked, long given) {
        assertThat(new Window(asked, 10).offset()).isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-9223372036854775808"})
    void anUnsignedOffsetBeyondAllRowsIsBehindTheEnd(long asked) {
        assertThat(new Window(asked, 10).offset()).isEqualTo(Long.MAX_VALUE);
    }
}
