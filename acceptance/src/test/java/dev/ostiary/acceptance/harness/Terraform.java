package dev.ostiary.acceptance.harness;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The published Terraform provider for ZITADEL, run by OpenTofu on {@code src/test/terraform}; both are built from their Go modules. */
public final class Terraform {
    private static final Path SOURCE = Path.of("src", "test", "terraform").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "go").toAbsolutePath();
    private static final Duration BUILD = Duration.ofMinutes(20);
    private static final Version NEEDED = Version.parse("1.26");
    private static final String PROVIDER = "github.com/zitadel/terraform-provider-zitadel/v2@latest";
    private static final String TOFU = "github.com/opentofu/opentofu@v1.12.6";

    private final Path folder;
    private final Map<String, String> environment;

    private Terraform(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Builds the two when they are not there; skips the test, and prints why, when this machine has no Go that is new enough or the
     * provider's module can't be had.
     */
    public static void build() {
        Go.require(NEEDED, "the Terraform provider");
        buildProvider();
        buildTofu();
    }

    /**
     * Makes the configuration ready to be applied.
     *
     * @param folder an empty folder for the state
     * @param variables values for the variables of the configuration
     */
    public static Terraform in(Path folder, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>();
        variables.forEach((name, value) -> environment.put("TF_VAR_" + name, value));
        environment.put("TF_CLI_CONFIG_FILE", install(folder).toString());
        return new Terraform(folder, environment);
    }

    /** Runs a command to its end and returns what it printed; fails when it exits with anything but 0. */
    public String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(FOLDER.resolve("tofu").toString()));
        command.addAll(Arrays.asList(arguments));
        return Child.outputOf(folder, environment, Duration.ofMinutes(2), command);
    }

    private static void buildProvider() {
        try {
            Go.output(
                    FOLDER.getParent(),
                    Map.of("GOBIN", FOLDER.toString()),
                    BUILD,
                    List.of("go", "install", "-p", "2", PROVIDER));
        } catch (AssertionError notThere) {
            String reason = "SKIPPED: the Terraform provider was not tested. " + notThere.getMessage();
            System.out.println(reason);
            abort(reason);
        }
    }

    /** OpenTofu's module replaces others, which {@code go install} refuses: it is built where the module is. */
    private static void buildTofu() {
        String module = Go.output(FOLDER.getParent(), Map.of(), BUILD, List.of("go", "mod", "download", "-json", TOFU));
        Path source = Path.of(Json.string(Json.parse(module), "Dir"));
        Go.output(
                source,
                Map.of(),
                BUILD,
                List.of("go", "build", "-p", "2", "-o", FOLDER.resolve("tofu").toString(), "./cmd/tofu"));
    }

    /** Copies the configuration, and says to use the provider that was built instead of one from a registry. */
    private static Path install(Path folder) {
        try {
            Files.copy(SOURCE.resolve("main.tf"), folder.resolve("main.tf"));
            return Files.writeString(
                    folder.resolve("tofu.rc"),
                    "provider_installation { dev_overrides { \"zitadel/zitadel\" = \"" + FOLDER + "\" } }");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
