package dev.ostiary;

import dev.ostiary.config.Setting;
import dev.ostiary.config.Settings;
import dev.ostiary.store.postgres.PostgresAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line, made from {@link Setting} so that nothing about a setting is said twice. */
final class CommandLine {
    private static final String CONFIG_VARIABLE = "OSTIARY_CONFIG";
    private static final String FORCE = "--force";
    private static final String FROM = "--from";
    private static final String TO = "--to";

    /** What a command is told beside settings. */
    private static final Set<String> OWN = Set.of(FORCE, FROM, TO);

    private CommandLine() {}

    /** @throws picocli.CommandLine.ParameterException naming what is wrong */
    static ParseResult parse(String... arguments) {
        return new picocli.CommandLine(spec()).parseArgs(arguments);
    }

    static String help() {
        return new picocli.CommandLine(spec()).getUsageMessage();
    }

    /** The file that {@code backup} and {@code restore} are told. */
    static Path file(ParseResult command) {
        return Path.of(command.<String>matchedPositionalValue(0, ""));
    }

    static boolean force(ParseResult command) {
        return command.hasMatchedOption(FORCE);
    }

    /**
     * The database that {@code move} moves to.
     *
     * @throws ParameterException when it can't go there, or doesn't know where that is
     */
    static PostgresAddress destination(ParseResult command, Settings settings) {
        String from = command.matchedOptionValue(FROM, "");
        String to = command.matchedOptionValue(TO, "");
        picocli.CommandLine asked = command.commandSpec().commandLine();
        if (!from.equals("sqlite") || !to.equals("postgres")) {
            throw new ParameterException(asked, "move goes from sqlite to postgres: --from sqlite --to postgres");
        }
        return settings.postgres()
                .orElseThrow(
                        () -> new ParameterException(
                                asked,
                                "which database? Set OSTIARY_STORE to postgres://user:password@host:port/database, as for the servers to come"));
    }

    /** Reads the settings of a command. */
    static Settings settings(ParseResult start, Map<String, String> environment) {
        Map<String, String> flags = new HashMap<>();
        for (OptionSpec option : start.matchedOptions()) {
            if (!OWN.contains(option.longestName())) {
                flags.put(option.longestName().substring(2), option.getValue());
            }
        }
        return settings(flags, environment);
    }

    /** @param flags by their names, without dashes */
    static Settings settings(Map<String, String> flags, Map<String, String> environment) {
        String file = flags.getOrDefault("config", environment.get(CONFIG_VARIABLE));
        return Settings.read(flags, environment, file == null ? null : Path.of(file));
    }

    private static CommandSpec spec() {
        CommandSpec root = CommandSpec.create().name("./ostiary");
        root.usageMessage(new UsageMessageSpec()
                .description("Ostiary: identity broker and OpenID Provider", "")
                .customSynopsis("./ostiary COMMAND [SETTINGS]", "")
                .commandListHeading("Commands:%n")
                .footer(
                        "  test    runs every test; what follows goes to Maven, such as -Dtest=RoutesTest",
                        "  image   image FILE: writes an OCI image into a file, without Docker",
                        "  bench   measures this server and Keycloak side by side and writes docs/performance.md",
                        "",
                        "Settings of all but help, as a flag, as a variable OSTIARY_… or as a line KEY = VALUE of the file that",
                        "--config names. A flag beats a variable, a variable beats the file:",
                        "",
                        settingsTable()));
        root.addSubcommand("start", withSettings(command("builds what is missing and runs the server")));
        root.addSubcommand("backup", onFile("backup FILE: writes all data but the master key, while the server runs"));
        root.addSubcommand(
                "restore",
                onFile("restore FILE: checks a backup and puts it into a data folder; --force where one has data")
                        .addOption(OptionSpec.builder(FORCE)
                                .arity("0")
                                .type(boolean.class)
                                .description("puts the database that is there aside")
                                .build()));
        root.addSubcommand(
                "rotate-key",
                withSettings(command("makes a new master key and protects all data with it, while the server runs")));
        root.addSubcommand(
                "move",
                withSettings(
                                command(
                                        "move --from sqlite --to postgres: takes the data of a file to the database that OSTIARY_STORE names; the server runs until most is done"))
                        .addOption(required(FROM))
                        .addOption(required(TO)));
        root.addSubcommand("train", command("runs for a moment, for the JVM to make a class cache of"));
        root.addSubcommand("help", command("lists commands and settings"));
        return root;
    }

    private static CommandSpec command(String description) {
        return CommandSpec.create().usageMessage(new UsageMessageSpec().description(description));
    }

    private static CommandSpec onFile(String description) {
        return withSettings(command(description))
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .build());
    }

    private static OptionSpec required(String name) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .required(true)
                .build();
    }

    private static CommandSpec withSettings(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            command.addOption(OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .arity("1")
                    .description(setting.meaning())
                    .build());
        }
        return command.addOption(OptionSpec.builder("--config")
                .type(String.class)
                .arity("1")
                .description("a file of settings")
                .build());
    }

    private static String settingsTable() {
        StringBuilder table = new StringBuilder();
        for (Setting setting : Setting.values()) {
            String standard = setting.standard().isEmpty() ? "" : " (" + setting.standard() + ")";
            table.append("  %-19s %s%s%n%22s%s%n%22s%s%n"
                    .formatted(
                            setting.flag(),
                            setting.meaning(),
                            standard,
                            "",
                            "allowed: " + setting.allowed(),
                            "",
                            setting.environmentVariable()));
        }
        return table.append("  %-19s a file of settings%n%22s%s%n".formatted("--config", "", CONFIG_VARIABLE))
                .toString()
                .replace("%", "%%");
    }
}
