package dev.ostiary.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What is measured, and for how long.
 *
 * @param only of {@link #ALL}: the subjects that are measured side by side, how this server grows, and sign-ins through providers of all kinds
 * @param isShort to see that it works; the figures say nothing
 * @param calls what the names of scenarios contain; one of it is enough, and none means all
 */
record Options(List<String> only, boolean isShort, List<String> calls) {
    static final String SQLITE = "sqlite";
    static final String POSTGRES = "postgres";
    static final String SERVERS = "servers";
    static final String KEYCLOAK = "keycloak";
    static final String GROWTH = "growth";
    static final String FEDERATION = "federation";
    static final List<String> ALL = List.of(SQLITE, POSTGRES, SERVERS, KEYCLOAK, GROWTH, FEDERATION);

    /** What is measured side by side: in the page they stand in the same sections. */
    private static final List<String> SUBJECTS = List.of(SQLITE, POSTGRES, SERVERS, KEYCLOAK);

    private static final String ONLY = "--only";
    private static final String SHORT = "--short";
    private static final String CALLS = "--calls";

    /** @throws ParameterException naming what is wrong */
    static Options parse(String... arguments) {
        CommandSpec spec = CommandSpec.create().name("./ostiary bench");
        spec.addOption(OptionSpec.builder(ONLY).type(String.class).arity("1").build());
        spec.addOption(OptionSpec.builder(CALLS).type(String.class).arity("1").build());
        spec.addOption(OptionSpec.builder(SHORT).type(boolean.class).arity("0").build());
        ParseResult parsed = new CommandLine(spec).parseArgs(arguments);
        List<String> only = list(parsed, ONLY, ALL);
        if (!ALL.containsAll(only)) {
            throw new ParameterException(spec.commandLine(), ONLY + " takes some of " + String.join(",", ALL));
        }
        return new Options(only, parsed.hasMatchedOption(SHORT), list(parsed, CALLS, List.of()));
    }

    private static List<String> list(ParseResult parsed, String name, List<String> otherwise) {
        return parsed.hasMatchedOption(name)
                ? Arrays.asList(parsed.<String>matchedOptionValue(name, "").split(","))
                : otherwise;
    }

    /** Whether something that isn't a call of a subject is measured: only along with all of its calls. */
    boolean isWantedBeside(String name) {
        return only.contains(name) && calls.isEmpty();
    }

    List<String> subjects() {
        return only.stream().filter(SUBJECTS::contains).toList();
    }

    /** Whether everything is measured, long enough: the page of {@code docs} is made anew. */
    boolean isWhole() {
        return !isShort && calls.isEmpty() && only.containsAll(ALL);
    }

    /** Whether sections of the page of {@code docs} are made anew, and the others stay. */
    boolean isPart() {
        return !isWhole()
                && !isShort
                && calls.isEmpty()
                && (subjects().isEmpty() || subjects().containsAll(SUBJECTS));
    }

    boolean isWanted(String scenario) {
        return calls.isEmpty() || calls.stream().anyMatch(scenario::contains);
    }

    List<Integer> connections() {
        return isShort ? List.of(1, 4) : List.of(1, 16, 64, 256);
    }

    Duration warmUp() {
        return isShort ? Duration.ofSeconds(1) : Duration.ofSeconds(6);
    }

    /** A sign-in runs through most of the code, which takes the JVM longer to compile, ours and the others': the first through a provider longest. */
    Duration warmUp(String scenario) {
        if (scenario.equals(Scenario.RETURNING)) {
            return warmUp().multipliedBy(20);
        }
        return scenario.contains("login") ? warmUp().multipliedBy(3) : warmUp();
    }

    Duration run() {
        return isShort ? Duration.ofSeconds(1) : Duration.ofSeconds(5);
    }

    /** Between the load and the last look at memory. */
    Duration rest() {
        return isShort ? Duration.ofSeconds(1) : Duration.ofSeconds(60);
    }

    /** Accounts of each kind. */
    int people() {
        return isShort ? 3 : 64;
    }

    /** Numbers of users between which growth is measured. */
    List<Integer> users() {
        return isShort ? List.of(100, 1_000) : List.of(1_000, 1_000_000);
    }

    /** Numbers of providers between which growth is measured. */
    List<Integer> providers() {
        return isShort ? List.of(10, 100) : List.of(10, 1_000, 100_000);
    }

    /** Numbers of connections over which people sign in through providers. */
    List<Integer> crowds() {
        return isShort ? List.of(2, 4) : List.of(16, 64);
    }

    /** Sign-ins of each protocol before any is measured. */
    Duration longWarmUp() {
        return isShort ? Duration.ofSeconds(2) : Duration.ofSeconds(20);
    }

    /**
     * Numbers of providers that a sign-in page offers.
     *
     * @param most that the subject can be given in sensible time
     */
    List<Integer> offered(int most) {
        return isShort
                ? List.of(1, 10, 100)
                : Stream.of(1, 10, 3_000, most).distinct().toList();
    }
}
