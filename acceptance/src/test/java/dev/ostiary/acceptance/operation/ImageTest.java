package dev.ostiary.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OCI image that {@code ./ostiary image} makes: it is laid out as the specification says, and a server runs in it. */
class ImageTest {
    private static final long PATIENCE_MINUTES = 10;

    @TempDir
    private Path folder;

    @Test
    void anImageIsMadeWithoutDockerAndTheServerRunsInIt() throws Exception {
        Path archive = folder.resolve("image.tar");
        assertThat(run("../ostiary", "image", archive.toString())).isZero();
        Path layout = Files.createDirectory(folder.resolve("layout"));
        assertThat(run("tar", "-xf", archive.toString(), "-C", layout.toString()))
                .isZero();

        assertThat(layout.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
        JsonObject index = json(layout.resolve("index.json"));
        JsonObject manifest =
                json(blob(layout, index.getAsJsonArray("manifests").get(0).getAsJsonObject()));
        JsonObject config = json(blob(layout, manifest.getAsJsonObject("config")));
        JsonArray layers = manifest.getAsJsonArray("layers");
        JsonArray unpacked = config.getAsJsonObject("rootfs").getAsJsonArray("diff_ids");
        assertThat(unpacked).hasSameSizeAs(layers);
        Path root = Files.createDirectory(folder.resolve("root"));
        for (int i = 0; i < layers.size(); i++) {
            Path layer = blob(layout, layers.get(i).getAsJsonObject());
            assertThat(digest(new GZIPInputStream(Files.newInputStream(layer))))
                    .isEqualTo(unpacked.get(i).getAsString());
            assertThat(run("tar", "-xzf", layer.toString(), "-C", root.toString()))
                    .isZero();
        }
        JsonObject settings = config.getAsJsonObject("config");
        assertThat(settings.get("User").getAsString()).isEqualTo("65532:65532");
        assertThat(root.resolve("bin/sh")).doesNotExist();

        assumeTrue(run("unshare", "--map-root-user", "true") == 0, "no right to enter the image");
        // without /proc, which containers have, the loader can't find out where the program lies
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--map-root-user",
                "env",
                "LD_LIBRARY_PATH=/opt/java/lib:/opt/java/lib/server",
                "chroot",
                root.toString()));
        settings.getAsJsonArray("Entrypoint").asList().stream()
                .map(JsonElement::getAsString)
                .forEach(command::add);
        // "on": the JVM ends at once when it can't use the class cache
        command.add(command.indexOf("-jar"), "-XX:AOTMode=on");
        command.add("train");
        assertThat(run(command.toArray(String[]::new)))
                .as("two starts and some requests")
                .isZero();
    }

    /** The file a descriptor points to, which is what the descriptor says. */
    private static Path blob(Path layout, JsonObject descriptor) throws IOException {
        String digest = descriptor.get("digest").getAsString();
        Path file = layout.resolve("blobs/" + digest.replace(':', '/'));
        assertThat(file).hasSize(descriptor.get("size").getAsLong());
        assertThat(digest(Files.newInputStream(file))).isEqualTo(digest);
        return file;
    }

    private static String digest(InputStream bytes) throws IOException {
        try (bytes) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
        }
    }

    private static JsonObject json(Path file) throws IOException {
        return Json.parse(Files.readString(file)).getAsJsonObject();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(List.of(command) + " did not end");
        }
        return process.exitValue();
    }
}
