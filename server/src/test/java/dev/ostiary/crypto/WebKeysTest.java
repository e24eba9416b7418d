package dev.ostiary.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.Ed25519;
import dev.ostiary.crypto.KeyKind.Hash;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.KeyKind.Rsa;
import dev.ostiary.crypto.WebKey.State;
import dev.ostiary.store.Replay;
import dev.ostiary.store.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebKeysTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final WebKeys keys = new WebKeys(TESTS.vault, TESTS.ids);

    static List<KeyKind> kinds() {
        return List.of(
                new Rsa(3072, Hash.SHA384),
                new Ecdsa(NamedCurve.P256),
                new Ecdsa(NamedCurve.P384),
                new Ecdsa(NamedCurve.P521),
                new Ed25519());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theKindOfAKeyIsKnownByItsPublicPart(KeyKind kind) {
        assertThat(add(kind).state().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void thePrivatePartIsKeptSealedOnly(KeyKind kind) {
        JWK pair = keys.generate(kind);
        Stored<WebKey> added = TESTS.store.write(tx -> keys.add(tx, tenant.id, "admin", pair));

        assertThat(added.state().parsed().isPrivate()).isFalse();
        assertThat(keys.open(added).toJSONObject()).isEqualTo(pair.toJSONObject());
    }

    @Test
    void theFirstKeySignsAndFurtherOnesWait() {
        assertThat(add(new Ed25519()).state().state()).isEqualTo(State.ACTIVE);
        assertThat(add(new Ed25519()).state().state()).isEqualTo(State.INITIAL);
    }

    @Test
    void oneKeyIsActiveAtATime() {
        add(new Ed25519());
        Stored<WebKey> second = add(new Ecdsa(NamedCurve.P256));

        activate(second);

        assertThat(states()).containsExactly(State.INACTIVE, State.ACTIVE);
        activate(all().getFirst());
        assertThat(states()).containsExactly(State.ACTIVE, State.INACTIVE);
    }

    @Test
    void activatingTheActiveKeyChangesNothing() {
        Stored<WebKey> first = add(new Ed25519());

        assertThat(activate(first)).isEqualTo(first);
    }

    @Test
    void theActiveKeyIsNeverRemoved() {
        Stored<WebKey> first = add(new Ed25519());

        assertThatThrownBy(() -> remove(first)).isInstanceOf(IllegalArgumentException.class);
        assertThat(all()).containsExactly(first);
    }

    @Test
    void aRemovedKeyIsNotPublishedAndTheHistoryTellsWhatTheTableSays() {
        SigningKeys signing = new SigningKeys(TESTS.store, TESTS.vault, TESTS.ids);
        add(new Ed25519());
        Stored<WebKey> second = add(new Ed25519());
        Stored<WebKey> third = add(new Ecdsa(NamedCurve.P384));
        activate(third);
        signing.of(tenant.id);

        remove(second);

        assertThat(new String(signing.of(tenant.id).document(), StandardCharsets.UTF_8))
                .contains(third.id())
                .doesNotContain(second.id());
        assertThat(TESTS.store
                        .read(sql -> new Replay(List.of(WebKeys.KIND), Set.of()).run(sql, tenant.id))
                        .differences())
                .isEmpty();
    }

    private Stored<WebKey> add(KeyKind kind) {
        JWK pair = keys.generate(kind);
        return TESTS.store.write(tx -> keys.add(tx, tenant.id, "admin", pair));
    }

    private Stored<WebKey> activate(Stored<WebKey> key) {
        return TESTS.store.write(tx -> keys.activate(tx, key, "admin"));
    }

    private Stored<WebKey> remove(Stored<WebKey> key) {
        return TESTS.store.write(tx -> keys.remove(tx, key, "admin"));
    }

    private List<Stored<WebKey>> all() {
        return TESTS.store.read(sql -> keys.all(sql, tenant.id));
    }

    private List<State> states() {
        return all().stream().map(key -> key.state().state()).toList();
    }
}
