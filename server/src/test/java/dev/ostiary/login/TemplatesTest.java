package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every page, in every language. */
class TemplatesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"' onfocus=alert(2) x='{0}'";
    private static final Pattern ELEMENT = Pattern.compile("<\\w+(?:\"[^\"]*\"|[^\">])*>");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern REFERENCE = Pattern.compile(" (?:for|aria-describedby|aria-labelledby)=\"([^\"]+)\"");
    private final Renderer renderer = new Renderer();

    static Stream<View> pages() {
        return Texts.LANGUAGES.stream().flatMap(locale -> SampleViews.all(Texts.in(locale), "Müller & Söhne").stream());
    }

    static Stream<View> hostilePages() {
        return SampleViews.all(Texts.in(Locale.ENGLISH), HOSTILE).stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageSaysItsLanguageAndTitleAndHasOneHeading(View page) {
        String html = renderer.html(page);

        assertThat(html).contains("<html lang=\"" + page.frame().language() + "\">");
        assertThat(html).containsOnlyOnce("<title>").containsOnlyOnce("<h1>").containsOnlyOnce("<main");
        assertThat(html).contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\"");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasNoScriptAndNoStyleOfItsOwn(View page) {
        String html = renderer.html(page);

        assertThat(html).doesNotContain("<script", "<style", " style=", "javascript:");
        assertThat(elements(html)).noneMatch(element -> element.matches(".* on\\w+=.*"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFormButASearchIsPostedHereWithItsProof(View page) {
        String html = renderer.html(page);

        long forms = count(html, "<form ")
                - count(html, "<form method=\"get\" action=\"/ui/login/loginname\" class=\"search\"");
        assertThat(count(html, "<form method=\"post\" action=\"/ui/login/")).isEqualTo(forms);
        assertThat(count(html, "<input type=\"hidden\" name=\"csrf\" value=\"csrf-token\">"))
                .isEqualTo(forms);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFieldHasALabelAndEveryReferenceAnElement(View page) {
        String html = renderer.html(page);

        List<String> ids = groups(ID, html);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(groups(REFERENCE, html).stream().flatMap(all -> Stream.of(all.split(" "))))
                .isSubsetOf(ids);
        assertThat(elements(html))
                .filteredOn(element -> element.startsWith("<input ") && !element.contains("type=\"hidden\""))
                .allSatisfy(field ->
                        assertThat(html).contains("for=\"" + groups(ID, field).getFirst() + "\""))
                .allSatisfy(field -> assertThat(field).contains(" autocomplete=\""));
    }

    @ParameterizedTest
    @MethodSource("hostilePages")
    void whatComesFromOutsideIsEscaped(View page) {
        String html = renderer.html(page);

        assertThat(html).doesNotContain("<script");
        assertThat(elements(html))
                .allSatisfy(element ->
                        assertThat(QUOTED.matcher(element).replaceAll("")).doesNotContain("onfocus", "'"));
    }

    private static List<String> elements(String html) {
        return ELEMENT.matcher(html).results().map(MatchResult::group).toList();
    }

    private static List<String> groups(Pattern pattern, String html) {
        return pattern.matcher(html).results().map(match -> match.group(1)).toList();
    }

    private static long count(String html, String part) {
        return html.split(Pattern.quote(part), -1).length - 1L;
    }
}
