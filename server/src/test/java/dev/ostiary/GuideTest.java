package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.ostiary.ApiInProcess.Answer;
import dev.ostiary.federation.saml.TestSamlIdp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the commands that the pages of {@code docs/guide} show. The rule for pages stands in that folder's README: blocks of {@code sh}
 * hold {@code curl} commands of one form, each is answered with 200, and {@link #values} are what they may take from the shell, beside
 * the {@code ID} that was answered last.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuideTest {
    private static final Path FOLDER = Path.of("..", "docs", "guide");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[[a-z-]+]\\(([a-z-]+\\.md)\\) \\|");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final Pattern COMMAND =
            Pattern.compile("curl -s(?: -X ([A-Z]+))? -H \"Authorization: Bearer \\$TOKEN\" \"\\$URL(/[^\"]*)\""
                    + "(?: -d '((?:[^']|'\"\\$[A-Z_]+\"')*)')?\n");
    private static final Pattern VALUE = Pattern.compile("'\"\\$([A-Z_]+)\"'|\\$([A-Z_]+)");

    private ApiInProcess api;
    private String project;

    @BeforeAll
    void open(@TempDir Path data) throws IOException {
        api = new ApiInProcess(data);
        project = project();
    }

    @AfterAll
    void close() throws Exception {
        api.close();
    }

    /** A project with a role {@code admin}. */
    private String project() {
        String id = api.admin("POST", "/management/v1/projects", "{'name':'Shop'}")
                .ok()
                .text("id");
        api.admin("POST", "/management/v1/projects/" + id + "/roles", "{'roleKey':'admin','displayName':'Admin'}")
                .ok();
        return id;
    }

    /** Where {@code KEY} is a private key in a {@code .p8} file, and {@code METADATA} a provider's, both in base64. */
    private Map<String, String> values() {
        String id = api.admin(
                        "POST",
                        "/admin/v1/idps/generic_oidc",
                        "{'name':'OP','issuer':'https://op.example.com','clientId':'c','clientSecret':'s'}")
                .ok()
                .text("id");
        return new HashMap<>(Map.of(
                "ID",
                id,
                "KEY",
                privateKey(),
                "PROJECT",
                project,
                "METADATA",
                Base64.getEncoder().encodeToString(TestSamlIdp.metadata().getBytes(StandardCharsets.UTF_8))));
    }

    private static String privateKey() {
        try {
            byte[] key =
                    new ECKeyGenerator(Curve.P_256).generate().toECPrivateKey().getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key) + "\n-----END PRIVATE KEY-----\n";
            return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those in the README's table of kinds. */
    static List<String> pages() throws IOException {
        return ROW.matcher(Files.readString(FOLDER.resolve("README.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theCommandsOfThePageAreAnswered(String page) throws IOException {
        Map<String, String> values = values();
        Matcher blocks = BLOCK.matcher(Files.readString(FOLDER.resolve(page)));
        int commands = 0;
        while (blocks.find()) {
            commands += run(blocks.group(1), values);
        }
        assertThat(commands).as("commands on the page").isPositive();
    }

    private int run(String block, Map<String, String> values) {
        Matcher commands = COMMAND.matcher(block);
        assertThat(commands.replaceAll(""))
                .as("what is no command of the form that the README says")
                .isBlank();
        commands.reset();
        int run = 0;
        while (commands.find()) {
            Answer answer = run(commands, values);
            assertThat(answer.status())
                    .as("%s %s", commands.group(), answer.body())
                    .isEqualTo(200);
            if (answer.body().has("id")) {
                values.put("ID", answer.text("id"));
            }
            run++;
        }
        return run;
    }

    private Answer run(Matcher command, Map<String, String> values) {
        String body = command.group(3) == null ? "" : filled(command.group(3), values);
        String method = Objects.requireNonNullElse(command.group(1), body.isEmpty() ? "GET" : "POST");
        return api.admin(method, filled(command.group(2), values), body);
    }

    private static String filled(String text, Map<String, String> values) {
        return VALUE.matcher(text).replaceAll(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            String value = values.get(name);
            assertThat(value).as("value of $" + name).isNotNull();
            return Matcher.quoteReplacement(value);
        });
    }

    @Test
    void theReadmeLeadsToEveryPage() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(page -> !page.equals("README.md"))
                    .allSatisfy(page -> assertThat(readme).contains("](" + page + ")"));
        }
    }
}
