package dev.ostiary.acceptance.harness;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One of the scripts of {@code src/test/node}, running as a child process on a free port of 127.0.0.1. */
public final class NodeParty implements AutoCloseable {
    static final Path FOLDER = Path.of("src", "test", "node").toAbsolutePath();

    private final Child process;
    private final JsonObject told;

    private NodeParty(Child process, JsonObject told) {
        this.process = process;
        this.told = told;
    }

    static NodeParty start(String script, String... flags) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(Arrays.asList(flags));
        Child process = Child.start(script, FOLDER, Map.of(), command);
        try {
            return new NodeParty(process, Json.parse(process.line("{")).getAsJsonObject());
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    /** Runs a script to its end and returns the last line it printed; fails with all it printed when it exits with anything but 0. */
    public static String run(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(Arrays.asList(arguments));
        try (Child process = Child.start(script, FOLDER, Map.of(), command)) {
            if (process.ended() != 0) {
                throw new AssertionError(script + " failed:\n" + process.output());
            }
            return process.output().lines().reduce((first, last) -> last).orElse("");
        }
    }

    public URI origin() {
        return URI.create("http://127.0.0.1:" + told.get("port").getAsInt());
    }

    /** Calls to its control paths. */
    public Api control() {
        return Api.at(origin());
    }

    /** Everything it printed so far. */
    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
