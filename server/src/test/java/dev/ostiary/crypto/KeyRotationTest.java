package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.TestStore;
import dev.ostiary.crypto.AesGcm.Tampered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String PLACE = "idp/1/clientSecret";
    private static final List<String> INSTANCES = List.of("1", "2");

    @TempDir
    Path folder;

    private KeyFile file;
    private Path shelf;
    private MasterKey first;
    private Vault running;
    private String sealed;

    @BeforeEach
    void oneServerRuns() throws IOException {
        file = new KeyFile(folder.resolve("master.key"));
        shelf = folder.resolve("master.key.old");
        first = file.readOrCreate().current();
        running = vault();
        TESTS.store.write(tx -> tx.sql().execute("delete from data_keys"));
        INSTANCES.forEach(this::create);
        sealed = running.seal("1", PLACE, "s3cret");
    }

    private Vault vault() throws IOException {
        return new Vault(TESTS.store, MasterKeys.in(file));
    }

    private void create(String instance) {
        TESTS.store.write(tx -> {
            running.create(tx, instance);
            return instance;
        });
    }

    private void rotate() throws IOException {
        KeyRotation.rewrap(TESTS.store, KeyRotation.announce(file));
        KeyRotation.retire(file, shelf);
    }

    private void assertOneKeyOpensEverything() throws IOException {
        assertThat(file.read().keys()).hasSize(1);
        assertThat(vault().open("1", PLACE, sealed)).isEqualTo("s3cret");
        assertThat(INSTANCES)
                .allSatisfy(instance -> assertThat(vault().opens(instance)).isTrue());
    }

    @Test
    void afterwardsTheNewKeyAloneOpensEverythingAndTheOldOneNothing() throws IOException {
        rotate();

        assertOneKeyOpensEverything();
        assertThat(file.read().current().id()).isNotEqualTo(first.id());
        Vault old = new Vault(TESTS.store, MasterKeys.given(Keyring.of(first)));
        assertThat(INSTANCES).noneMatch(old::opens);
        assertThatThrownBy(() -> old.open("1", PLACE, sealed)).isInstanceOf(Tampered.class);
    }

    @Test
    void aServerThatHasNotOpenedADataKeyYetOpensItWithTheKeyThatCameSince() throws IOException {
        Vault started = vault();

        rotate();

        assertThat(started.open("1", PLACE, sealed)).isEqualTo("s3cret");
    }

    @Test
    void anInstanceThatARunningServerMakesMeanwhileIsUnderTheNewKey() throws IOException {
        Keyring ring = KeyRotation.announce(file);
        KeyRotation.rewrap(TESTS.store, ring);
        create("3");
        KeyRotation.retire(file, shelf);

        assertThat(vault().opens("3")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRotationThatBreaksOffAfterAnyStepLeavesAllOpenAndGoesOnWithItsKey(int steps) throws IOException {
        String announced = KeyRotation.announce(file).current().id();
        if (steps > 1) {
            KeyRotation.rewrap(TESTS.store, file.read());
        }
        if (steps > 2) {
            // the shelf was written, the key file not yet
            new KeyFile(shelf).write(Keyring.of(first));
        }
        assertThat(INSTANCES)
                .allSatisfy(instance -> assertThat(vault().opens(instance)).isTrue());

        rotate();

        assertThat(file.read().current().id()).isEqualTo(announced);
        assertOneKeyOpensEverything();
        assertThat(new KeyFile(shelf).read().keys()).extracting(MasterKey::id).containsExactly(first.id());
    }

    @Test
    void everyOldKeyIsKeptForBackupsNewestFirst() throws IOException {
        rotate();
        String second = file.read().current().id();
        rotate();

        assertThat(new KeyFile(shelf).read().keys()).extracting(MasterKey::id).containsExactly(second, first.id());
        assertOneKeyOpensEverything();
    }

    @Test
    void aDataKeyOfBeforeKeysHadNamesIsOpenedAndWrappedAnew() throws IOException {
        byte[] dataKey = Secrets.bytes(32);
        String nameless = Base64.getEncoder().encodeToString(first.wrap(dataKey, KeyRotation.place("2")));
        TESTS.store.write(tx -> {
            DataKeyTable.replace(tx.sql(), "2", nameless);
            return nameless;
        });
        assertThat(vault().opens("2")).isTrue();

        rotate();

        assertOneKeyOpensEverything();
        String wrapped = TESTS.store.read(sql -> DataKeyTable.find(sql, "2"));
        assertThat(wrapped).startsWith(file.read().current().id() + ".");
    }

    @Test
    void whereOneDataKeyIsUnderAForeignKeyNothingIsChanged() throws IOException {
        String foreign = Keyring.of(MasterKey.generate()).wrap(Secrets.bytes(32), KeyRotation.place("2"));
        TESTS.store.write(tx -> {
            DataKeyTable.replace(tx.sql(), "2", foreign);
            return foreign;
        });
        var before = TESTS.store.read(DataKeyTable::all);
        Keyring ring = Keyring.of(MasterKey.generate(), first);

        assertThatThrownBy(() -> KeyRotation.rewrap(TESTS.store, ring))
                .isInstanceOf(KeyRotation.NotOurKey.class)
                .hasMessageContaining("instance 2");
        assertThatThrownBy(() -> KeyRotation.require(TESTS.store, file.read()))
                .isInstanceOf(KeyRotation.NotOurKey.class);

        assertThat(TESTS.store.read(DataKeyTable::all)).isEqualTo(before);
    }

    @Test
    void theNameOfAKeySaysNothingAboutItAndTheFileIsItsOwnersAlone() throws IOException {
        rotate();

        assertThat(first.id()).matches("[0-9a-f]{16}");
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(first.base64())))
                .doesNotContain(first.id());
        assertThat(List.of(folder.resolve("master.key"), shelf))
                .allSatisfy(
                        path -> assertThat(Files.getPosixFilePermissions(path)).hasSize(2));
    }

    @Test
    void anEmptyKeyFileIsRefusedAndNotReplaced() throws IOException {
        Files.writeString(folder.resolve("master.key"), "\n");

        assertThatThrownBy(() -> file.readOrCreate())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> KeyRotation.announce(file)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.readString(folder.resolve("master.key"))).isEqualTo("\n");
    }
}
