package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private static final byte[] PLACE = {1};
    private static final byte[] DATA_KEY = {1, 2, 3};

    @TempDir
    Path dir;

    @Test
    void aKeyIsMadeThatOnlyItsOwnerCanRead() throws IOException {
        Path file = dir.resolve("master.key");

        MasterKey.readOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).hasSize(32);
    }

    @Test
    void nothingButTheKeyIsLeftInTheFolder() throws IOException {
        MasterKey.readOrCreate(dir.resolve("master.key"));

        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(dir.resolve("master.key"));
        }
    }

    @Test
    void theSecondStartKeepsTheKey() throws IOException {
        Path file = dir.resolve("master.key");
        byte[] wrapped = MasterKey.readOrCreate(file).wrap(DATA_KEY, PLACE);

        assertThat(MasterKey.readOrCreate(file).unwrap(wrapped, PLACE)).isEqualTo(DATA_KEY);
    }

    @Test
    void twoFreshKeysDiffer() throws IOException {
        byte[] wrapped = MasterKey.readOrCreate(dir.resolve("one")).wrap(DATA_KEY, PLACE);
        MasterKey other = MasterKey.readOrCreate(dir.resolve("two"));

        assertThatThrownBy(() -> other.unwrap(wrapped, PLACE)).isInstanceOf(AesGcm.Tampered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void aKeyOfAnotherLengthIsRefused(int length) {
        String text = Base64.getEncoder().encodeToString(new byte[length]);

        assertThatThrownBy(() -> MasterKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes");
    }

    @Test
    void aKeyThatIsNotBase64IsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> MasterKey.parse("hunter2 is not base64!"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes in base64")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aDamagedKeyFileIsRefusedAndNotReplaced() throws IOException {
        Path file = Files.writeString(dir.resolve("master.key"), "damaged");

        assertThatThrownBy(() -> MasterKey.readOrCreate(file)).isInstanceOf(IllegalArgumentException.class);

        assertThat(file).hasContent("damaged");
    }
}
