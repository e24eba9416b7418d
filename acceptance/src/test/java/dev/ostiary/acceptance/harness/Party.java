package dev.ostiary.acceptance.harness;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Another program that serves people on a port of 127.0.0.1, as a child process. */
public final class Party implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Child process;
    private final URI origin;

    private Party(Child process, URI origin) {
        this.process = process;
        this.origin = origin;
    }

    /** An origin that nobody serves at this moment: a program has to be known to Ostiary before it starts. */
    public static URI freeOrigin() {
        return URI.create("http://127.0.0.1:" + Ports.free());
    }

    /** Starts a program and returns when it answers at {@code origin}, whatever it says; fails with its output when it ends instead. */
    static Party start(String name, URI origin, Path directory, Map<String, String> environment, List<String> command) {
        Party party = new Party(Child.start(name, directory, environment, command), origin);
        try {
            Await.until(name + " to answer", START, party::answers);
            return party;
        } catch (AssertionError e) {
            party.close();
            throw new AssertionError(party.output(), e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.ended());
        }
        try {
            Api.at(origin).get("/");
            return true;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public URI origin() {
        return origin;
    }

    /** Calls to it as nobody. */
    public Api api() {
        return Api.at(origin);
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
