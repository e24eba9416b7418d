package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private Path source;
    private Path target;
    private Path backup;

    @BeforeEach
    void backUpAServersData() throws Exception {
        source = folder.resolve("source");
        target = Files.createDirectory(folder.resolve("target"));
        backup = folder.resolve("backup.db");
        Foundation base = Foundation.open(settings(source));
        new FirstStart(base, Features.on(base)).create(List.of("localhost"), credentials -> {});
        Backup.run(settings(source), backup, out);
        for (AutoCloseable part : base.parts()) {
            part.close();
        }
        Files.copy(source.resolve("master.key"), target.resolve("master.key"));
    }

    private static Settings settings(Path data) {
        return Settings.read(Map.of("data", data.toString()), Map.of(), null);
    }

    private void restore() throws IOException {
        Restore.run(settings(target), backup, false, out);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void change(Path database, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement sql = connection.createStatement()) {
            assertThat(sql.executeUpdate(statement)).isPositive();
        }
    }

    private void assertRefused(String check) {
        assertThatThrownBy(this::restore).isInstanceOf(IOException.class).hasMessageContaining("nothing was restored");
        assertThat(printed()).contains("failed  " + check);
        assertThat(target).isDirectoryNotContaining("glob:**ostiary.db*");
    }

    @Test
    void aBackupIsOneFileForItsOwnerWithoutTheMasterKey() throws IOException {
        String key = Files.readString(source.resolve("master.key")).strip();
        byte[] bytes = Files.readAllBytes(backup);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .doesNotContain(key)
                .doesNotContain(new String(Base64.getDecoder().decode(key), StandardCharsets.ISO_8859_1));
        assertThat(printed())
                .contains("The master key is not in it", "master.key")
                .doesNotContain(key);
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void aBackupOverwritesNothing() throws IOException {
        byte[] before = Files.readAllBytes(backup);

        assertThatThrownBy(() -> Backup.run(settings(source), backup, out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("overwrites nothing");

        assertThat(backup).hasBinaryContent(before);
    }

    @Test
    void aFolderWithoutADatabaseCannotBeBackedUp() {
        assertThatThrownBy(() -> Backup.run(settings(target), folder.resolve("other.db"), out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no database");
    }

    @Test
    void whatIsRestoredServesAndEveryCheckWasPrinted() throws Exception {
        restore();

        assertThat(printed()).contains("ok      file", "ok      version", "ok      master key", "ok      history");
        Foundation restored = Foundation.open(settings(target));
        assertThat(Features.on(restored).instances().all())
                .hasSize(1)
                .allSatisfy(instance ->
                        assertThat(restored.vault().opens(instance.id())).isTrue());
        for (AutoCloseable part : restored.parts()) {
            part.close();
        }
    }

    @Test
    void aDatabaseThatIsThereIsPutAsideOnlyWhenAskedTo() throws IOException {
        restore();
        byte[] first = Files.readAllBytes(target.resolve("ostiary.db"));

        assertThatThrownBy(this::restore).isInstanceOf(IOException.class).hasMessageContaining("--force");
        assertThat(target.resolve("ostiary.db")).hasBinaryContent(first);

        Restore.run(settings(target), backup, true, out);
        assertThat(target).isDirectoryContaining("glob:**replaced-*");
    }

    @Test
    void aFolderThatAServerUsesIsNotRestoredTo() throws Exception {
        DataFolder inUse = DataFolder.open(target);

        assertThatThrownBy(this::restore).isInstanceOf(IOException.class).hasMessageContaining("another server");

        inUse.close();
    }

    @Test
    void withoutTheMasterKeyNothingIsRestored() throws IOException {
        Files.delete(target.resolve("master.key"));

        assertThatThrownBy(this::restore).isInstanceOf(IOException.class).hasMessageContaining("master key is missing");

        assertThat(target).isDirectoryNotContaining("glob:**ostiary.db*");
    }

    @Test
    void anotherMasterKeyIsFoundOut() throws IOException {
        Files.writeString(target.resolve("master.key"), Base64.getEncoder().encodeToString(new byte[32]));

        assertRefused("master key");
    }

    @Test
    void aGapInAHistoryIsFoundOut() throws SQLException {
        change(backup, "delete from events where stream_type = 'user' and version = 1");

        assertRefused("history: user");
    }

    @Test
    void aLostEndOfAHistoryIsFoundOut() throws SQLException {
        change(backup, "delete from events where stream_type = 'web_key' and version = 2");

        assertRefused("history: web_key");
    }

    @Test
    void aRowThatItsHistoryDoesNotTellIsFoundOut() throws SQLException {
        change(backup, "update orgs set owner = 'somebody'");

        assertRefused("history: org");
    }

    @Test
    void anEventThatNobodyKnowsIsFoundOut() throws SQLException {
        change(backup, "update events set payload = 'nonsense' where stream_type = 'project'");

        assertRefused("history: project");
    }

    @Test
    void tablesOfALaterVersionAreFoundOut() throws SQLException {
        change(backup, """
                insert into flyway_schema_history select 999, '999', 'later', type, script, 1, installed_by, installed_on, 1, success
                from flyway_schema_history where installed_rank = 1""");

        assertRefused("version: version 999");
    }

    @Test
    void aDamagedFileIsFoundOut() throws IOException {
        byte[] bytes = Files.readAllBytes(backup);
        for (int at = 8192; at < bytes.length; at += 512) {
            bytes[at] ^= 0x55;
        }
        Files.write(backup, bytes);

        assertRefused("file");
    }

    @Test
    void anotherKindOfFileIsFoundOut() throws IOException {
        Files.writeString(backup, "not a database at all, and long enough to have a header of its own");

        assertRefused("file");
    }
}
