package dev.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestStore;
import dev.ostiary.store.TextFilter.Method;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.lifecycle.AfterContainer;

/** A text filter must say the same in Java and in SQL. */
class TextFilterProperties {
    private static final TestStore TESTS = new TestStore();

    @AfterContainer
    static void close() {
        TESTS.close();
    }

    @Property
    void theDatabaseAndJavaAgreeOnWhatMatches(
            @ForAll Method method, @ForAll("valueAndText") Tuple2<String, String> given) {
        TextFilter filter = new TextFilter(method, given.get2());

        assertThat(inSql(filter, given.get1())).isEqualTo(filter.matches(given.get1()));
    }

    @Property(tries = 200)
    void everyTextMatchesItself(@ForAll Method method, @ForAll("texts") String text) {
        TextFilter filter = new TextFilter(method, text);

        assertThat(inSql(filter, text)).isTrue();
    }

    private static boolean inSql(TextFilter filter, String value) {
        return TESTS.store.read(sql -> sql.select(
                        "select " + filter.condition("value") + " from (select ? as value) given",
                        filter.argument(),
                        value)
                .mapTo(Boolean.class)
                .one());
    }

    /** Half of the texts are part of the value, in another case now and then: pure chance would hardly ever match. */
    @Provide
    Arbitrary<Tuple2<String, String>> valueAndText() {
        Arbitrary<Tuple2<String, String>> strangers =
                Combinators.combine(texts(), texts()).as(Tuple::of);
        Arbitrary<Tuple2<String, String>> parts = Combinators.combine(
                        texts(),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(0, 2))
                .as((value, from, length, change) -> Tuple.of(value, changed(part(value, from, length), change)));
        return Arbitraries.oneOf(strangers, parts);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> awkward = Arbitraries.of(
                "a", "A", "b", "ä", "Ä", "ß", "ẞ", "İ", "ı", "I", "Σ", "σ", "ς", "Ǆ", "ǅ", "%", "_", "'", "\"", "\\",
                "?", ":x", " ", "é", "e\u0301", "😀", "𐐀", "𐐨", "\n", "\u2028", "ﬁ", "Å", "Å");
        Arbitrary<String> any = Arbitraries.strings()
                .ofMaxLength(3)
                .filter(text -> text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c)));
        return Arbitraries.frequencyOf(Tuple.of(4, awkward), Tuple.of(1, any))
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    private static String part(String value, int from, int length) {
        int[] codePoints = value.codePoints().toArray();
        int begin = Math.min(from, codePoints.length);
        return new String(codePoints, begin, Math.min(length, codePoints.length - begin));
    }

    private static String changed(String text, int how) {
        return switch (how) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }
}
