package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.TestProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in page of a policy with many providers. */
class ManyProvidersTest {
    private static final int LARGEST_PAGE = 50_000;
    private static final Pattern NAME = Pattern.compile("Continue with ([^<]+)<");

    @TempDir
    Path dir;

    private House house;
    private TestProvider op;
    private Visitor alice;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        op = new TestProvider(house.clock);
        alice = new Visitor(house);
    }

    @AfterEach
    void close() {
        op.close();
        house.close();
    }

    @Test
    void aFewAreShownInTheOrderOfTheirNamesWithoutASearch() {
        offer("beta", "Alpha", "Zürich", "zebra", "Émile", "gamma", "Delta", "8");

        alice.open();

        assertThat(names()).containsExactly("8", "Alpha", "beta", "Delta", "gamma", "zebra", "Zürich", "Émile");
        assertThat(alice.html()).doesNotContain("role=\"search\"", "<nav");
    }

    @Test
    void manyAreShownPageByPage() {
        offer(numbered(20));
        List<String> seen = new ArrayList<>();

        alice.open();
        seen.addAll(names());
        assertThat(seen).hasSize(8);
        assertThat(alice.html()).doesNotContain("rel=\"prev\"");
        alice.get(link("next"));
        seen.addAll(names());
        alice.get(link("next"));
        seen.addAll(names());

        assertThat(alice.html()).doesNotContain("rel=\"next\"");
        assertThat(seen).containsExactly(numbered(20));
        alice.get(link("prev"));
        assertThat(names()).containsExactlyElementsOf(seen.subList(8, 16));
        assertThat(alice.get(alice.links().getFirst()).left()).startsWith(op.issuer() + "/auth?");
    }

    @Test
    void manyAreSearchedByAPartOfTheirName() {
        offer(numbered(20));
        alice.open();

        search("ER 0001");
        assertThat(names())
                .containsExactly(
                        "Provider 00010",
                        "Provider 00011",
                        "Provider 00012",
                        "Provider 00013",
                        "Provider 00014",
                        "Provider 00015",
                        "Provider 00016",
                        "Provider 00017");
        assertThat(alice.html()).contains("value=\"ER 0001\"");
        alice.get(link("next"));
        assertThat(names()).containsExactly("Provider 00018", "Provider 00019");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "%", "_", "'", "<b>", "\u0000x"})
    void whatNobodyIsCalledFindsNothing(String text) {
        offer(numbered(10));
        alice.open();

        search(text);

        assertThat(alice.status()).isEqualTo(200);
        assertThat(names()).isEmpty();
        assertThat(alice.html())
                .contains("Nothing by this name.")
                .contains("name=\"loginName\"")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "99999999999", "9999", ""})
    void aPageThatIsNotThereIsNoDefect(String page) {
        offer(numbered(10));
        alice.open();

        alice.get(alice.links().getLast().replaceAll("&page=.*", "&page=" + page));

        assertThat(alice.status()).isEqualTo(200);
    }

    @Test
    void thePageStaysSmallWithThreeThousand() {
        offer(numbered(3000));

        assertThat(bytes(alice.open())).isLessThan(LARGEST_PAGE);
        search("provider");
        assertThat(bytes(alice)).isLessThan(LARGEST_PAGE);
        assertThat(bytes(alice.open("login_hint", "a".repeat(200)))).isLessThan(LARGEST_PAGE);
        assertThat(names()).hasSize(8);
        search("02999");
        assertThat(names()).containsExactly("Provider 02999");
        assertThat(alice.get(alice.links().getFirst()).left()).startsWith(op.issuer() + "/auth?");
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj("Provider %05d"::formatted).toArray(String[]::new);
    }

    private void offer(String... names) {
        String one = house.provider("Not offered", op, false, true);
        house.policy(House.policy(true, house.providersLike(one, List.of(names)).toArray(String[]::new)));
    }

    private void search(String text) {
        String ticket = alice.html()
                .replaceAll(
                        "(?s).*role=\"search\">\\s*<input type=\"hidden\" name=\"ticket\" value=\"([^\"]+)\".*", "$1");
        alice.get(Paths.with(Paths.LOGIN_NAME, ticket) + "&q=" + Paths.encode(text));
    }

    private String link(String rel) {
        Pattern link = Pattern.compile("href=\"([^\"]+)\" rel=\"" + rel + "\"");
        return link.matcher(alice.html())
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return NAME.matcher(alice.html())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static int bytes(Visitor visitor) {
        return visitor.html().getBytes(StandardCharsets.UTF_8).length;
    }
}
