package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.Concurrently;
import dev.ostiary.crypto.KeyKind;
import dev.ostiary.crypto.KeyKind.Ecdsa;
import dev.ostiary.crypto.KeyKind.Ed25519;
import dev.ostiary.crypto.KeyKind.Hash;
import dev.ostiary.crypto.KeyKind.NamedCurve;
import dev.ostiary.crypto.KeyKind.Rsa;
import dev.ostiary.crypto.WebKey;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.store.Stored;
import dev.ostiary.webkey.Rotation;
import dev.ostiary.webkey.Rotations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Months of a provider whose keys follow each other, and clients that keep its key set as long as they may, and longer. */
class KeyRotationTest {
    private static final Duration LIFETIME = Duration.ofDays(5);
    private static final Duration ROUND = Duration.ofHours(4);

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private WebKeys keys;
    private Rotations rotations;
    private String instance;
    private String client;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        keys = new WebKeys(fixture.vault, fixture.ids);
        rotations = new Rotations(
                fixture.store,
                keys,
                new Rotation(LIFETIME),
                (sql, of, signedAt) -> signedAt.plus(Lifetimes.DEFAULT.longestOfTokens()),
                fixture.clock);
        instance = fixture.instance.id();
        client = fixture.web().add();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void noClientEverMeetsATokenThatItCannotVerify() throws Exception {
        List<KeySetClient> clients = List.of(
                new KeySetClient(fixture, Duration.ofMinutes(5)), new KeySetClient(fixture, Duration.ofDays(1)));
        Deque<KeyKind> wanted = new ArrayDeque<>(List.of(
                new Ed25519(),
                new Ecdsa(NamedCurve.P384),
                new Rsa(3072, Hash.SHA384),
                new Ecdsa(NamedCurve.P521),
                new Rsa(2048, Hash.SHA512),
                new Ecdsa(NamedCurve.P256)));
        Set<String> algorithms = new LinkedHashSet<>();
        Set<String> signers = new LinkedHashSet<>();
        List<SignedJWT> tokens = new ArrayList<>();
        for (int round = 0; round < 6 * 80; round++) {
            rotations.run(instance);
            if (round % (6 * 5) == 3 && !wanted.isEmpty()) {
                add(wanted.poll());
            }
            tokens.add(SignedJWT.parse(text(fixture.redeem(client, fixture.code(client)), "id_token")));
            algorithms.add(tokens.getLast().getHeader().getAlgorithm().getName());
            signers.add(tokens.getLast().getHeader().getKeyID());
            for (KeySetClient each : clients) {
                for (SignedJWT token : tokens) {
                    assertThat(each.verifies(token)).as("round %s", round).isTrue();
                }
            }
            fixture.pass(ROUND);
            dropExpired(tokens);
        }

        assertThat(algorithms).containsExactly("RS256", "EdDSA", "ES384", "RS384", "ES512", "RS512", "ES256");
        assertThat(signers).hasSizeBetween(14, 17);
        assertThat(all())
                .hasSizeLessThan(signers.size())
                .filteredOn(key -> key.state().state() == WebKey.State.ACTIVE)
                .hasSize(1);
    }

    @Test
    void theNextKeyIsPublishedForLongerThanTheKeySetMayBeKept() {
        String kept = ProviderFixture.header(fixture.get(KeysEndpoint.PATH, Map.of()), "Cache-Control");

        assertThat(kept).startsWith("max-age=");
        assertThat(Rotation.AHEAD).isGreaterThan(Duration.ofSeconds(Long.parseLong(kept.replaceAll("\\D", ""))));
    }

    @Test
    void anIdTokenIsAHintAtSignOutForAMonthAfterItHasExpired() {
        rotations.run(instance);
        fixture.keys.of(instance);
        String hint = text(fixture.redeem(client, fixture.code(client)), "id_token");
        for (int day = 0; day <= LIFETIME.plus(Rotation.MARGIN).toDays(); day++) {
            rotations.run(instance);
            assertThat(signOut(hint)).as("day %s", day).isEqualTo(302);
            fixture.pass(Duration.ofDays(1));
        }
        fixture.pass(Duration.ofDays(1));
        rotations.run(instance);
        assertThat(signOut(hint)).isEqualTo(400);
    }

    @Test
    void serversThatRotateAtOnceDoItOnce() throws Exception {
        fixture.keys.of(instance);
        fixture.pass(LIFETIME);

        Concurrently.all(Collections.nCopies(4, () -> {
            rotations.run(List.of("an instance that has no keys", instance));
            return instance;
        }));

        assertThat(states()).startsWith(WebKey.State.INACTIVE, WebKey.State.ACTIVE);
        rotations.run(instance);
        assertThat(states()).containsExactly(WebKey.State.INACTIVE, WebKey.State.ACTIVE, WebKey.State.INITIAL);
    }

    private List<WebKey.State> states() {
        return all().stream().map(key -> key.state().state()).toList();
    }

    private int signOut(String hint) {
        return fixture.get(EndSessionEndpoint.PATH, Map.of("id_token_hint", hint))
                .status();
    }

    private void add(KeyKind kind) {
        JWK pair = keys.generate(kind);
        fixture.store.write(tx -> keys.add(tx, instance, "admin", pair));
    }

    private List<Stored<WebKey>> all() {
        return fixture.store.read(sql -> keys.all(sql, instance));
    }

    private void dropExpired(List<SignedJWT> tokens) throws Exception {
        Date now = Date.from(fixture.now.get());
        for (SignedJWT token : List.copyOf(tokens)) {
            if (token.getJWTClaimsSet().getExpirationTime().before(now)) {
                tokens.remove(token);
            }
        }
    }
}
