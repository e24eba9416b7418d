package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Go program, built with the Go of this machine; Go's own cache makes a second build cheap. */
public final class GoProgram {
    private static final Path SOURCES = Path.of("src", "test").toAbsolutePath();
    private static final Path BINARIES = Path.of("target", "go").toAbsolutePath();
    private static final Duration BUILD = Duration.ofMinutes(8);

    private final String name;
    private final Path binary;

    private GoProgram(String name, Path binary) {
        this.name = name;
        this.binary = binary;
    }

    /**
     * Builds the program that uses the API as a client of it. Like the others, it skips the test, and prints why, when this machine has no
     * Go that is new enough or can't get its modules.
     */
    public static GoProgram client() {
        return build("the Go client", "go", ".");
    }

    /** Builds the application that people sign in to, with {@code coreos/go-oidc} or {@code zitadel/oidc}. */
    public static GoProgram application() {
        return build("the Go application", "go", "./application");
    }

    /** Builds oauth2-proxy as it was published. */
    public static GoProgram oauth2Proxy() {
        return build("oauth2-proxy", "proxy", "github.com/oauth2-proxy/oauth2-proxy/v7");
    }

    /** Builds Dex with people and a client in its memory. */
    public static GoProgram dex() {
        return build("Dex", "dex", ".");
    }

    /**
     * @param module folder of the module that pins the versions
     * @param main the package
     */
    private static GoProgram build(String name, String module, String main) {
        Path source = SOURCES.resolve(module);
        Go.require(needed(source), name);
        Go.requireModules(source, main, name);
        Path binary = BINARIES.resolve(name.replace(' ', '-'));
        Go.output(source, Map.of(), BUILD, List.of("go", "build", "-p", "2", "-o", binary.toString(), main));
        return new GoProgram(name, binary);
    }

    /** Runs the program to its end and returns what it printed; fails when it exits with anything but 0. */
    public String run(String... arguments) {
        return Go.output(BINARIES, Map.of(), Duration.ofMinutes(2), command(Arrays.asList(arguments)));
    }

    /** Starts the program, which is to serve people at {@code origin}, and returns when it does. */
    public Party serve(URI origin, List<String> arguments) {
        return Party.start(name, origin, BINARIES, Map.of(), command(arguments));
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments);
        return command;
    }

    private static Version needed(Path source) {
        try {
            return Go.version("(?m)^go ([0-9.]+)$", Files.readString(source.resolve("go.mod")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
