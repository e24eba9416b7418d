package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.ostiary.TestDatabase;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    private static final JWTClaimsSet CLAIMS =
            new JWTClaimsSet.Builder().subject("somebody").build();

    @TempDir
    Path directory;

    private Store store;
    private Vault vault;
    private final Ids ids = new Ids(InstantSource.system());

    @BeforeEach
    void open() throws Exception {
        store = TestDatabase.chosen(directory).open(2, InstantSource.system());
        vault = new Vault(store, MasterKeys.given(Keyring.of(MasterKey.readOrCreate(directory.resolve("master.key")))));
        for (String instance : List.of("1", "2")) {
            store.write(tx -> {
                vault.create(tx, instance);
                return instance;
            });
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SigningKeys keys() {
        return new SigningKeys(store, vault, ids);
    }

    @Test
    void anInstanceGetsItsKeysOnFirstUseAndKeepsThem() {
        byte[] first = keys().of("1").document();

        assertThat(keys().of("1").document()).isEqualTo(first);
    }

    @Test
    void theFirstKeySigns() throws Exception {
        SigningKeys keys = keys();
        List<JWK> generated = keys.generate();
        store.write(tx -> {
            keys.create(tx, "1", "actor", generated);
            return "1";
        });
        String token = keys.of("1").sign(CLAIMS);

        assertThat(com.nimbusds.jwt.SignedJWT.parse(token).getHeader().getKeyID())
                .isEqualTo(generated.getFirst().getKeyID());
        assertThat(keys().of("1").verified(token)).contains(CLAIMS);
    }

    @Test
    void anInstanceDoesNotTrustAnothersKeys() {
        String token = keys().of("1").sign(CLAIMS);

        assertThat(keys().of("2").verified(token)).isEmpty();
    }

    @Test
    void keysMadeLaterReplaceWhatWasRemembered() {
        SigningKeys keys = keys();
        keys.of("1");
        byte[] before = keys.of("1").document();
        List<JWK> more = keys.generate();
        store.write(tx -> {
            keys.create(tx, "1", "actor", more);
            return "1";
        });

        assertThat(keys.of("1").document()).isNotEqualTo(before);
        assertThat(new String(keys.of("1").document(), StandardCharsets.UTF_8))
                .contains(more.getFirst().getKeyID());
    }

    @Test
    void noPrivatePartIsKeptInTheClearOrPublished() {
        SigningKeys keys = keys();
        List<JWK> generated = keys.generate();
        store.write(tx -> {
            keys.create(tx, "1", "actor", generated);
            return "1";
        });
        List<String> kept =
                store.read(sql -> sql.select("select payload from events union all select sealed_key from web_keys")
                        .mapTo(String.class)
                        .list());

        assertThat(kept)
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(generated
                                .getFirst()
                                .toRSAKey()
                                .getPrivateExponent()
                                .toString()));
        assertThat(new String(keys.of("1").document(), StandardCharsets.UTF_8))
                .doesNotContain("\"d\"")
                .doesNotContain("\"p\"");
    }
}
