package dev.ostiary.webkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.webkey.v2.ActivateWebKeyRequest;
import dev.ostiary.api.webkey.v2.ActivateWebKeyResponse;
import dev.ostiary.api.webkey.v2.CreateWebKeyRequest;
import dev.ostiary.api.webkey.v2.CreateWebKeyResponse;
import dev.ostiary.api.webkey.v2.DeleteWebKeyRequest;
import dev.ostiary.api.webkey.v2.DeleteWebKeyResponse;
import dev.ostiary.api.webkey.v2.ECDSA;
import dev.ostiary.api.webkey.v2.ECDSACurve;
import dev.ostiary.api.webkey.v2.ED25519;
import dev.ostiary.api.webkey.v2.ListWebKeysRequest;
import dev.ostiary.api.webkey.v2.ListWebKeysResponse;
import dev.ostiary.api.webkey.v2.RSA;
import dev.ostiary.api.webkey.v2.RSABits;
import dev.ostiary.api.webkey.v2.RSAHasher;
import dev.ostiary.api.webkey.v2.State;
import dev.ostiary.api.webkey.v2.WebKey;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebKeyApiTest {
    private static final CreateWebKeyRequest ED25519_KEY = CreateWebKeyRequest.newBuilder()
            .setEd25519(ED25519.getDefaultInstance())
            .build();

    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();

    @BeforeEach
    void register() {
        new WebKeyApi(TESTS.store, new WebKeys(TESTS.vault, TESTS.ids)).register(tenant.calls);
    }

    static List<CreateWebKeyRequest> kinds() {
        return List.of(
                rsa(RSABits.RSA_BITS_2048, RSAHasher.RSA_HASHER_SHA512),
                rsa(RSABits.RSA_BITS_3072, RSAHasher.RSA_HASHER_SHA384),
                rsa(RSABits.RSA_BITS_4096, RSAHasher.RSA_HASHER_SHA256),
                ecdsa(ECDSACurve.ECDSA_CURVE_P256),
                ecdsa(ECDSACurve.ECDSA_CURVE_P384),
                ecdsa(ECDSACurve.ECDSA_CURVE_P512),
                ED25519_KEY);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aKeyIsListedAsItWasAskedFor(CreateWebKeyRequest request) {
        CreateWebKeyResponse created = create(request);

        WebKey listed = list().getFirst();
        assertThat(listed.getId()).isEqualTo(created.getId());
        assertThat(listed.getCreationDate()).isEqualTo(created.getCreationDate());
        assertThat(listed.getKeyCase().name()).isEqualTo(request.getKeyCase().name());
        assertThat(listed.getRsa()).isEqualTo(request.getRsa());
        assertThat(listed.getEcdsa()).isEqualTo(request.getEcdsa());
    }

    @Test
    void whoAsksForNothingInParticularGetsWhatEveryClientUnderstands() {
        create(CreateWebKeyRequest.getDefaultInstance());

        assertThat(list().getFirst().getRsa())
                .isEqualTo(
                        rsa(RSABits.RSA_BITS_2048, RSAHasher.RSA_HASHER_SHA256).getRsa());
    }

    @Test
    void theOneThatIsActivatedTakesOver() {
        create(ED25519_KEY);
        String second = create(ED25519_KEY).getId();
        TESTS.clock.advance(Duration.ofDays(1));

        ActivateWebKeyResponse activated = activate(second);

        assertThat(activated.getChangeDate()).isEqualTo(Details.timestamp(TESTS.clock.instant()));
        assertThat(list()).extracting(WebKey::getState).containsExactly(State.STATE_INACTIVE, State.STATE_ACTIVE);
        assertThat(tenant.eventTypes())
                .containsExactly(
                        "web_key.added",
                        "web_key.activated",
                        "web_key.added",
                        "web_key.deactivated",
                        "web_key.activated");
    }

    @Test
    void activatingAgainChangesNothing() {
        String only = create(ED25519_KEY).getId();
        List<WebKey> before = list();
        TESTS.clock.advance(Duration.ofDays(1));

        ActivateWebKeyResponse activated = activate(only);

        assertThat(list()).isEqualTo(before);
        assertThat(activated.getChangeDate()).isEqualTo(before.getFirst().getChangeDate());
    }

    @Test
    void aKeyThatIsNotThereCannotBeActivated() {
        Refusal.of(() -> activate("404")).is(Kind.NOT_FOUND, "COMMAND-teiG3").says("Errors.WebKey.NotFound");
    }

    @Test
    void theActiveKeyCannotBeDeleted() {
        String only = create(ED25519_KEY).getId();

        Refusal.of(() -> delete(only))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-Chai1")
                .says("Errors.WebKey.ActiveDelete");
        assertThat(list()).hasSize(1);
    }

    @Test
    void deletingTwiceIsDeletingOnce() {
        create(ED25519_KEY);
        String second = create(ED25519_KEY).getId();

        assertThat(delete(second).getDeletionDate()).isEqualTo(Details.timestamp(TESTS.clock.instant()));
        List<String> happened = tenant.eventTypes();
        assertThat(delete(second)).isEqualTo(DeleteWebKeyResponse.getDefaultInstance());
        assertThat(tenant.eventTypes()).isEqualTo(happened).endsWith("web_key.removed");
        assertThat(list()).hasSize(1);
    }

    @Test
    void keysOfAnotherInstanceAreOutOfReach() {
        String ours = create(ED25519_KEY).getId();
        Tenant other = TESTS.tenant();
        new WebKeyApi(TESTS.store, new WebKeys(TESTS.vault, TESTS.ids)).register(other.calls);

        Refusal.of(() -> answer(other, "ActivateWebKey", activation(ours))).is(Kind.NOT_FOUND, "COMMAND-teiG3");
        answer(
                other,
                "DeleteWebKey",
                DeleteWebKeyRequest.newBuilder().setId(ours).build());
        assertThat(list()).hasSize(1);
    }

    private static CreateWebKeyRequest rsa(RSABits bits, RSAHasher hasher) {
        return CreateWebKeyRequest.newBuilder()
                .setRsa(RSA.newBuilder().setBits(bits).setHasher(hasher))
                .build();
    }

    private static CreateWebKeyRequest ecdsa(ECDSACurve curve) {
        return CreateWebKeyRequest.newBuilder()
                .setEcdsa(ECDSA.newBuilder().setCurve(curve))
                .build();
    }

    private static ActivateWebKeyRequest activation(String id) {
        return ActivateWebKeyRequest.newBuilder().setId(id).build();
    }

    private CreateWebKeyResponse create(CreateWebKeyRequest request) {
        return (CreateWebKeyResponse) answer(tenant, "CreateWebKey", request);
    }

    private ActivateWebKeyResponse activate(String id) {
        return (ActivateWebKeyResponse) answer(tenant, "ActivateWebKey", activation(id));
    }

    private DeleteWebKeyResponse delete(String id) {
        return (DeleteWebKeyResponse) answer(
                tenant,
                "DeleteWebKey",
                DeleteWebKeyRequest.newBuilder().setId(id).build());
    }

    private List<WebKey> list() {
        return ((ListWebKeysResponse) answer(tenant, "ListWebKeys", ListWebKeysRequest.getDefaultInstance()))
                .getWebKeysList();
    }

    private static Message answer(Tenant of, String call, Message request) {
        return of.answer("zitadel.webkey.v2.WebKeyService/" + call, request, Message.class);
    }

    @Test
    void theVersionBeforeHasTheSameCalls() {
        String beta = "zitadel.webkey.v2beta.WebKeyService/";
        create(ED25519_KEY);
        String id = tenant.answer(
                        beta + "CreateWebKey",
                        dev.ostiary.api.webkey.v2beta.CreateWebKeyRequest.newBuilder()
                                .setEcdsa(dev.ostiary
                                        .api
                                        .webkey
                                        .v2beta
                                        .ECDSA
                                        .newBuilder()
                                        .setCurve(dev.ostiary.api.webkey.v2beta.ECDSACurve.ECDSA_CURVE_P384))
                                .build(),
                        dev.ostiary.api.webkey.v2beta.CreateWebKeyResponse.class)
                .getId();
        tenant.answer(
                beta + "ActivateWebKey",
                dev.ostiary.api.webkey.v2beta.ActivateWebKeyRequest.newBuilder()
                        .setId(id)
                        .build(),
                dev.ostiary.api.webkey.v2beta.ActivateWebKeyResponse.class);

        var listed = tenant.answer(
                        beta + "ListWebKeys",
                        dev.ostiary.api.webkey.v2beta.ListWebKeysRequest.getDefaultInstance(),
                        dev.ostiary.api.webkey.v2beta.ListWebKeysResponse.class)
                .getWebKeysList();
        assertThat(listed.getLast().getId()).isEqualTo(id);
        assertThat(listed.getLast().getState()).isEqualTo(dev.ostiary.api.webkey.v2beta.State.STATE_ACTIVE);
        assertThat(listed.getLast().getEcdsa().getCurve())
                .isEqualTo(dev.ostiary.api.webkey.v2beta.ECDSACurve.ECDSA_CURVE_P384);
        assertThat(list()).hasSameSizeAs(listed);
        dev.ostiary.Refusal.of(() -> tenant.answer(
                        beta + "DeleteWebKey",
                        dev.ostiary.api.webkey.v2beta.DeleteWebKeyRequest.newBuilder()
                                .setId(id)
                                .build(),
                        dev.ostiary.api.webkey.v2beta.DeleteWebKeyResponse.class))
                .is(dev.ostiary.rpc.Problem.Kind.FAILED_PRECONDITION, "COMMAND-Chai1");
    }
}
