package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.crypto.AesGcm.Tampered;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String PLACE = "idp/1/clientSecret";

    private final Vault vault = TESTS.vault;
    private final Tenant tenant = TESTS.tenant();

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret", "äöü 😀", "a much longer secret than all the others, with many words in it"})
    void whatWasSealedIsOpenedAtItsPlace(String secret) {
        assertThat(vault.open(tenant.id, PLACE, vault.seal(tenant.id, PLACE, secret)))
                .isEqualTo(secret);
    }

    @Test
    void theSecretIsNotInWhatIsKept() {
        String sealed = vault.seal(tenant.id, PLACE, "s3cret");

        assertThat(sealed).doesNotContain("s3cret").matches("[A-Za-z0-9_-]+");
        assertThat(new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("s3cret");
    }

    @Test
    void theSameSecretSealedTwiceDiffers() {
        assertThat(vault.seal(tenant.id, PLACE, "s3cret")).isNotEqualTo(vault.seal(tenant.id, PLACE, "s3cret"));
    }

    @Test
    void aValueMovedToAnotherPlaceCannotBeOpened() {
        String sealed = vault.seal(tenant.id, PLACE, "s3cret");

        assertThatThrownBy(() -> vault.open(tenant.id, "idp/2/clientSecret", sealed))
                .isInstanceOf(Tampered.class);
    }

    @Test
    void aValueMovedToAnotherInstanceCannotBeOpened() {
        String sealed = vault.seal(tenant.id, PLACE, "s3cret");
        String other = TESTS.tenant().id;

        assertThatThrownBy(() -> vault.open(other, PLACE, sealed)).isInstanceOf(Tampered.class);
    }

    @Test
    void anotherMasterKeyOpensNothing() {
        String sealed = vault.seal(tenant.id, PLACE, "s3cret");
        Vault stranger = new Vault(TESTS.store, TestStore.masterKeys(2));

        assertThatThrownBy(() -> stranger.open(tenant.id, PLACE, sealed))
                .isInstanceOf(Tampered.class)
                .hasMessageContaining("master key");
    }

    @Test
    void theSameMasterKeyOpensAfterARestart() {
        String sealed = vault.seal(tenant.id, PLACE, "s3cret");

        assertThat(new Vault(TESTS.store, TestStore.masterKeys(1)).open(tenant.id, PLACE, sealed))
                .isEqualTo("s3cret");
    }

    @Test
    void aDataKeyMovedToAnotherInstanceIsWorthNothing() {
        String victim = TESTS.tenant().id;
        String sealed = vault.seal(victim, PLACE, "s3cret");
        tenant.write(tx -> tx.sql()
                .execute(
                        "update data_keys set wrapped = (select wrapped from data_keys where instance = ?) where instance = ?",
                        victim,
                        tenant.id));

        Vault fresh = new Vault(TESTS.store, TestStore.masterKeys(1));
        assertThatThrownBy(() -> fresh.open(tenant.id, PLACE, sealed)).isInstanceOf(Tampered.class);
    }

    @Test
    void aValueOfALaterFormatSaysSo() {
        byte[] sealed = Base64.getUrlDecoder().decode(vault.seal(tenant.id, PLACE, "s3cret"));
        sealed[0] = 2;

        assertThatThrownBy(() -> vault.open(
                        tenant.id,
                        PLACE,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(sealed)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("format");
    }

    @Test
    void anInstanceGetsOneDataKeyAndKeepsIt() {
        String sealed = vault.seal(tenant.id, PLACE, "s3cret");

        assertThatThrownBy(() -> tenant.write(tx -> {
                    vault.create(tx, tenant.id);
                    return tx;
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(vault.open(tenant.id, PLACE, sealed)).isEqualTo("s3cret");
    }

    @Test
    void anInstanceCanSealInTheTransactionThatMakesIt() {
        String fresh = TESTS.ids.next();

        String sealed = tenant.write(tx -> {
            vault.create(tx, fresh);
            return vault.seal(fresh, PLACE, "s3cret");
        });

        assertThat(new Vault(TESTS.store, TestStore.masterKeys(1)).open(fresh, PLACE, sealed))
                .isEqualTo("s3cret");
    }
}
