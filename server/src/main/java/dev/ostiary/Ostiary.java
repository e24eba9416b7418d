package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.config.WrongSetting;
import dev.ostiary.telemetry.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: {@code start} runs the server until it is told to stop, {@code help} says what there is. */
public final class Ostiary {
    private static final int CANNOT_START = 1;
    private static final int WRONG_USE = 2;

    private Ostiary() {}

    public static void main(String[] arguments) {
        try {
            ParseResult parsed = CommandLine.parse(arguments);
            run(parsed.hasSubcommand() ? parsed.subcommand() : parsed);
        } catch (ParameterException | WrongSetting e) {
            System.err.println("ostiary: " + e.getMessage());
            System.exit(WRONG_USE);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("ostiary: " + e.getMessage());
            System.exit(CANNOT_START);
        }
    }

    private static void run(ParseResult command) throws IOException {
        switch (command.commandSpec().name()) {
            case "start" -> start(CommandLine.settings(command, System.getenv()));
            case "train" -> Training.run();
            default -> System.out.print(CommandLine.help());
        }
    }

    private static void start(Settings settings) throws IOException {
        Logging.configure(settings.log());
        Server server = Server.start(settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(server::stop));
        server.announce(System.out);
    }
}
