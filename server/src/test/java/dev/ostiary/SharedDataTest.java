package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.config.Settings;
import dev.ostiary.store.postgres.PostgresAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The commands of maintenance where servers share a database. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
@Timeout(120)
class SharedDataTest {
    private static final String OLD = key(1);
    private static final String NEW = key(2);

    @TempDir
    Path dir;

    private final PostgresAddress address = TestPostgres.database().address();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void theMasterKeyOfTheSettingsIsRotated() throws Exception {
        server(
                Map.of("master-key", OLD),
                base -> new FirstStart(base, Features.on(base)).create(List.of("id.example.com"), credentials -> {}));

        RotateKey.run(settings(Map.of("master-key", NEW, "previous-master-key", OLD)), out);

        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("Rotated: 1 data keys");
        server(
                Map.of("master-key", NEW),
                base -> assertThat(base.vault()
                                .opens(Features.on(base)
                                        .instances()
                                        .all()
                                        .getFirst()
                                        .id()))
                        .isTrue());
        server(
                Map.of("master-key", OLD),
                base -> assertThat(base.vault()
                                .opens(Features.on(base)
                                        .instances()
                                        .all()
                                        .getFirst()
                                        .id()))
                        .isFalse());
    }

    @Test
    void aKeyInOneServersFolderIsNotRotated() {
        assertRefused(() -> RotateKey.run(settings(Map.of()), out), "set master-key and previous-master-key");
    }

    @Test
    void backupAndRestoreSendToPostgresqlsOwnTools() {
        assertRefused(() -> Backup.run(settings(Map.of()), dir.resolve("backup.db"), out), "pg_dump");
        assertRefused(() -> Restore.run(settings(Map.of()), dir.resolve("backup.db"), true, out), "pg_dump");
        assertThat(dir).isEmptyDirectory();
    }

    private static void assertRefused(ThrowingCallable command, String hint) {
        assertThatThrownBy(command).isInstanceOf(IOException.class).hasMessageContaining(hint);
    }

    private interface Use {
        void with(Foundation base);
    }

    private void server(Map<String, String> keys, Use use) throws Exception {
        Foundation base = Foundation.open(settings(keys));
        try {
            use.with(base);
        } finally {
            for (AutoCloseable part : base.parts()) {
                part.close();
            }
        }
    }

    private Settings settings(Map<String, String> keys) {
        Map<String, String> settings = new HashMap<>(keys);
        settings.put("data", dir.resolve("data").toString());
        settings.put(
                "store",
                "postgres://postgres@127.0.0.1:" + address.hosts().getFirst().port() + "/" + address.database());
        return Settings.read(settings, Map.of(), null);
    }

    private static String key(int filling) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
