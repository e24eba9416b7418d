package dev.ostiary.acceptance.harness;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command-line client grpcurl, which knows of a server what the server's reflection tells it. */
public final class Grpcurl {
    private static final Path FOLDER = Path.of("target", "go").toAbsolutePath();
    private static final Duration INSTALL = Duration.ofMinutes(8);
    private static final Version NEEDED = Version.parse("1.24.0");

    private final RunningServer server;

    private Grpcurl(RunningServer server) {
        this.server = server;
    }

    /** Builds grpcurl when it is not there; skips the test, and prints why, when this machine has no Go that is new enough. */
    public static Grpcurl of(RunningServer server) {
        Go.require(NEEDED, "grpcurl");
        Go.output(
                Path.of("").toAbsolutePath(),
                Map.of("GOBIN", FOLDER.toString()),
                INSTALL,
                List.of("go", "install", "-p", "2", "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3"));
        return new Grpcurl(server);
    }

    /** Asks with the administrator's token, which grpcurl takes from its environment so that no report shows it. */
    public String withToken(String data, String method) {
        return run(
                Map.of("PAT", server.token()),
                "-expand-headers",
                "-rpc-header",
                "Authorization: Bearer ${PAT}",
                "-d",
                data,
                address(),
                method);
    }

    /** {@code list}, {@code describe} and calls that need no token. */
    public String anonymous(String... arguments) {
        return run(Map.of(), arguments);
    }

    public String address() {
        return server.origin().getHost() + ":" + server.port();
    }

    private static String run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(FOLDER.resolve("grpcurl").toString(), "-plaintext"));
        command.addAll(Arrays.asList(arguments));
        return Go.output(Path.of("").toAbsolutePath(), environment, Duration.ofMinutes(1), command);
    }
}
