package dev.ostiary.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Has Maven fetch Keycloak's distribution, which it keeps in its own repository. */
final class KeycloakDownload {
    static final String VERSION = "26.7.3";
    private static final String NAME = "keycloak-quarkus-dist";

    private KeycloakDownload() {}

    /**
     * Unpacks the distribution.
     *
     * @return its folder
     * @throws IOException when it can't be had
     */
    static Path into(Path folder) throws IOException, InterruptedException {
        List<String> command = List.of(
                "mvn",
                "--batch-mode",
                "--quiet",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                "-Dartifact=org.keycloak:" + NAME + ":" + VERSION + ":zip",
                "-DoutputDirectory=" + folder);
        Path log = folder.resolve("download.log");
        int ended = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException("Keycloak could not be fetched: "
                    + Files.readString(log).lines().findFirst().orElse(""));
        }
        Path archive = folder.resolve(NAME + "-" + VERSION + ".zip");
        unpack(archive, folder);
        Files.delete(archive);
        Path home = folder.resolve("keycloak-" + VERSION);
        if (!home.resolve("bin/kc.sh").toFile().setExecutable(true)) {
            throw new IOException(home + " has no bin/kc.sh");
        }
        return home;
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("not a place to unpack to: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }
}
