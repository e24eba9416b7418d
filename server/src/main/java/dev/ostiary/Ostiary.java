package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.config.WrongSetting;
import dev.ostiary.telemetry.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: {@code start} runs the server until it is told to stop, {@code help} says what else there is. */
public final class Ostiary {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Ostiary() {}

    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (ParameterException | WrongSetting e) {
            System.err.println("ostiary: " + e.getMessage());
            System.exit(WRONG_USE);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("ostiary: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    /** The usual start comes first: what parses arguments takes longer to load than the store does. */
    private static void run(String... arguments) throws IOException {
        if (List.of(arguments).equals(List.of("start"))) {
            start(logged(CommandLine.settings(Map.of(), System.getenv())));
            return;
        }
        ParseResult parsed = CommandLine.parse(arguments);
        run(parsed.hasSubcommand() ? parsed.subcommand() : parsed);
    }

    private static void run(ParseResult command) throws IOException {
        switch (command.commandSpec().name()) {
            case "start" -> start(settings(command));
            case "backup" -> Backup.run(settings(command), CommandLine.file(command), System.out);
            case "restore" ->
                Restore.run(settings(command), CommandLine.file(command), CommandLine.force(command), System.out);
            case "rotate-key" -> RotateKey.run(settings(command), System.out);
            case "move" -> {
                Settings settings = settings(command);
                Move.run(settings, CommandLine.destination(command, settings), System.out);
            }
            case "train" -> Training.run();
            default -> System.out.print(CommandLine.help());
        }
    }

    private static Settings settings(ParseResult command) {
        return logged(CommandLine.settings(command, System.getenv()));
    }

    /** The log is set up before anything can write to it. */
    private static Settings logged(Settings settings) {
        Logging.configure(settings.log());
        return settings;
    }

    private static void start(Settings settings) throws IOException {
        Server server = Server.start(settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::stop));
        server.announce(System.out);
    }
}
