package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Installs what {@code package-lock.json} pins, once: the lock file is kept beside what it installed, and compared. */
final class NodeModules {
    private NodeModules() {}

    static void install() {
        Path lock = NodeParty.FOLDER.resolve("package-lock.json");
        Path installed = NodeParty.FOLDER.resolve("node_modules").resolve(".installed-lock.json");
        try {
            if (Files.exists(installed) && Files.mismatch(lock, installed) == -1) {
                return;
            }
            try (Child npm = Child.start("npm ci", NodeParty.FOLDER, Map.of(), List.of("npm", "ci"))) {
                if (npm.ended(Duration.ofMinutes(5)) != 0) {
                    throw new AssertionError("npm ci failed:\n" + npm.output());
                }
            }
            Files.copy(lock, installed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
