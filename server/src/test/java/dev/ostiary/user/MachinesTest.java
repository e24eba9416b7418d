package dev.ostiary.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.authn.v1.Key;
import dev.ostiary.api.authn.v1.KeyType;
import dev.ostiary.api.management.v1.AddMachineKeyRequest;
import dev.ostiary.api.management.v1.AddMachineKeyResponse;
import dev.ostiary.api.management.v1.AddMachineUserRequest;
import dev.ostiary.api.management.v1.AddMachineUserResponse;
import dev.ostiary.api.management.v1.GenerateMachineSecretRequest;
import dev.ostiary.api.management.v1.GenerateMachineSecretResponse;
import dev.ostiary.api.management.v1.ListMachineKeysRequest;
import dev.ostiary.api.management.v1.ListMachineKeysResponse;
import dev.ostiary.api.management.v1.RemoveMachineKeyRequest;
import dev.ostiary.api.management.v1.RemoveMachineKeyResponse;
import dev.ostiary.api.management.v1.RemoveMachineSecretRequest;
import dev.ostiary.api.management.v1.RemoveMachineSecretResponse;
import dev.ostiary.api.user.v1.AccessTokenType;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.User.TokenType;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachinesTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String PUBLIC_KEY = RsaKeys.generate().publicKey();

    private final Tenant tenant = TESTS.tenant();
    private final Users users = new Users(TESTS.ids, List.of());

    @BeforeEach
    void register() {
        new MachineApi(TESTS.store, users, new Machines(users, TESTS.ids), TESTS.clock).register(tenant.calls);
    }

    @Test
    void everythingThatIsToldOfAMachineIsKept() {
        String id = add(AddMachineUserRequest.newBuilder()
                        .setUserId("my-id")
                        .setUserName(" robot ")
                        .setName(" Robot ")
                        .setDescription("does things")
                        .setAccessTokenType(AccessTokenType.ACCESS_TOKEN_TYPE_JWT))
                .getUserId();

        assertThat(id).isEqualTo("my-id");
        assertThat(machine(id)).isEqualTo(new Machine("Robot", "does things", TokenType.JWT, null, List.of()));
        assertThat(user(id).state().userName()).isEqualTo("robot");
        assertThat(user(id).owner()).isEqualTo(Tenant.ORGANIZATION);
    }

    @Test
    void addingAMachineTellsTheDateOfTheChange() {
        AddMachineUserResponse added = add("robot");

        assertThat(added.getDetails().getSequence()).isEqualTo(1);
        assertThat(added.getDetails().getChangeDate()).isEqualTo(Details.timestamp(TESTS.clock.instant()));
        assertThat(added.getDetails().hasCreationDate()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', Robot, COMMAND-bs9Ds",
        "' ', '', COMMAND-bs9Ds",
        "robot, '', COMMAND-bm9Ds",
        "robot, ' ', COMMAND-bm9Ds"
    })
    void aMachineNeedsAUserNameAndAName(String userName, String name, String id) {
        Refusal.of(() -> add(
                        AddMachineUserRequest.newBuilder().setUserName(userName).setName(name)))
                .is(Kind.INVALID_ARGUMENT, id);
    }

    @Test
    void peopleAndMachinesShareTheirUserNames() {
        tenant.write(tx -> users.addHuman(tx, tenant.id, Tenant.ORGANIZATION, Tenant.ACTOR, People.named("Robot")));

        Refusal.of(() -> add("robot")).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
    }

    @Test
    void anIdThatIsTakenIsRefused() {
        String id = add("robot").getUserId();

        Refusal.of(() -> add(AddMachineUserRequest.newBuilder()
                        .setUserId(id)
                        .setUserName("other")
                        .setName("Other")))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-k2una");
    }

    @Test
    void aGeneratedSecretIsKeptAsItsHashOnly() {
        String id = add("robot").getUserId();

        GenerateMachineSecretResponse answer = generateSecret(id);

        assertThat(answer.getClientId()).isEqualTo("robot");
        assertThat(answer.getClientSecret()).matches("[A-Za-z0-9]{64}");
        assertThat(machine(id).secretHash()).isEqualTo(Secrets.hash(answer.getClientSecret()));
        assertThat(tenant.events())
                .extracting(Tenant.Recorded::payload)
                .noneMatch(payload -> payload.contains(answer.getClientSecret()));
        assertThat(answer.getDetails().hasCreationDate()).isTrue();
    }

    @Test
    void aNewSecretReplacesTheOldOne() {
        String id = add("robot").getUserId();
        String first = generateSecret(id).getClientSecret();

        String second = generateSecret(id).getClientSecret();

        assertThat(second).isNotEqualTo(first);
        assertThat(machine(id).secretHash()).isEqualTo(Secrets.hash(second));
    }

    @Test
    void aSecretCanBeRemovedOnce() {
        String id = add("robot").getUserId();
        generateSecret(id);

        answer(
                "RemoveMachineSecret",
                RemoveMachineSecretRequest.newBuilder().setUserId(id).build(),
                RemoveMachineSecretResponse.class);

        assertThat(machine(id).secretHash()).isNull();
        Refusal.of(() -> answer(
                        "RemoveMachineSecret",
                        RemoveMachineSecretRequest.newBuilder().setUserId(id).build(),
                        RemoveMachineSecretResponse.class))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-coi82n");
    }

    @Test
    void aGeneratedKeyIsAnsweredAsTheFileThatSdksRead() {
        String id = add("robot").getUserId();
        Instant expires = TESTS.clock.instant().plus(Duration.ofDays(1));

        AddMachineKeyResponse answer = addKey(request(id).setExpirationDate(Details.timestamp(expires)));

        JsonObject file =
                JsonParser.parseString(answer.getKeyDetails().toStringUtf8()).getAsJsonObject();
        assertThat(file.keySet()).containsExactlyInAnyOrder("type", "keyId", "key", "expirationDate", "userId");
        assertThat(file.get("type").getAsString()).isEqualTo("serviceaccount");
        assertThat(file.get("keyId").getAsString()).isEqualTo(answer.getKeyId());
        assertThat(file.get("userId").getAsString()).isEqualTo(id);
        assertThat(file.get("expirationDate").getAsString()).isEqualTo(expires.toString());
        assertThat(file.get("key").getAsString()).startsWith("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void aGeneratedPrivateKeyIsNotKept() {
        String id = add("robot").getUserId();

        addKey(request(id));

        assertThat(tenant.events())
                .extracting(Tenant.Recorded::payload)
                .noneMatch(payload -> payload.contains("PRIVATE"));
    }

    @Test
    void aGivenPublicKeyIsKeptAndNoPrivateKeyAnswered() {
        String id = add("robot").getUserId();

        AddMachineKeyResponse answer = addKey(given(id));

        assertThat(answer.getKeyDetails().isEmpty()).isTrue();
        assertThat(machine(id).keys().getFirst().publicKey()).isEqualTo(PUBLIC_KEY);
        assertThat(machine(id).keys().getFirst().expiresAt()).isEqualTo(Expiration.NEVER);
    }

    @Test
    void whatIsNoPublicKeyIsRefused() {
        String id = add("robot").getUserId();

        Refusal.of(() -> addKey(request(id).setPublicKey(ByteString.copyFromUtf8("garbage"))))
                .is(Kind.INVALID_ARGUMENT, "COMMAND-5F3h1");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "-100000000000"})
    void aKeyThatIsOverAlreadyIsRefused(long seconds) {
        String id = add("robot").getUserId();
        Timestamp past = Timestamp.newBuilder()
                .setSeconds(TESTS.clock.instant().getEpochSecond() + seconds)
                .build();

        Refusal.of(() -> addKey(request(id).setExpirationDate(past))).is(Kind.INVALID_ARGUMENT, "DOMAIN-dv3t5");
    }

    @Test
    void aKeyEndsAtTheEndOfTheYear9999AtTheLatest() {
        String id = add("robot").getUserId();
        Timestamp later = Details.timestamp(Expiration.NEVER.plusSeconds(1000));

        addKey(given(id).setExpirationDate(later));

        assertThat(machine(id).keys().getFirst().expiresAt()).isEqualTo(Expiration.NEVER);
    }

    @Test
    void keysAreListedAndRemovedOneByOne() {
        String id = add("robot").getUserId();
        String first = addKey(given(id)).getKeyId();
        String second = addKey(given(id)).getKeyId();

        assertThat(listKeys(id).getResultList()).extracting(Key::getId).containsExactly(first, second);
        assertThat(listKeys(id).getDetails().getTotalResult()).isEqualTo(2);

        removeKey(id, first);

        assertThat(listKeys(id).getResultList()).extracting(Key::getId).containsExactly(second);
        Refusal.of(() -> removeKey(id, first)).is(Kind.NOT_FOUND, "COMMAND-4m77G");
    }

    @Test
    void aPersonHasNeitherSecretNorKeys() {
        String ada = tenant.write(
                        tx -> users.addHuman(tx, tenant.id, Tenant.ORGANIZATION, Tenant.ACTOR, People.named("ada")))
                .id();

        Refusal.of(() -> generateSecret(ada)).is(Kind.FAILED_PRECONDITION, "COMMAND-Df2f1");
        Refusal.of(() -> addKey(request(ada))).is(Kind.FAILED_PRECONDITION, "COMMAND-Df2f1");
    }

    @Test
    void aMachineOfAnotherOrganizationIsNotThere() {
        String id = tenant.answer(
                        tenant.callAbout(Tenant.OTHER_ORGANIZATION),
                        Tenant.method(Level.ORGANIZATION, "AddMachineUser"),
                        AddMachineUserRequest.newBuilder()
                                .setUserName("theirs")
                                .setName("Theirs")
                                .build(),
                        AddMachineUserResponse.class)
                .getUserId();

        Refusal.of(() -> generateSecret(id)).is(Kind.FAILED_PRECONDITION, "COMMAND-x0010n");
    }

    private AddMachineUserResponse add(String userName) {
        return add(AddMachineUserRequest.newBuilder().setUserName(userName).setName("Robot"));
    }

    private AddMachineUserResponse add(AddMachineUserRequest.Builder request) {
        return answer("AddMachineUser", request.build(), AddMachineUserResponse.class);
    }

    private GenerateMachineSecretResponse generateSecret(String id) {
        return answer(
                "GenerateMachineSecret",
                GenerateMachineSecretRequest.newBuilder().setUserId(id).build(),
                GenerateMachineSecretResponse.class);
    }

    private static AddMachineKeyRequest.Builder request(String id) {
        return AddMachineKeyRequest.newBuilder().setUserId(id).setType(KeyType.KEY_TYPE_JSON);
    }

    /** With a public key, which costs less than to have a pair made. */
    private static AddMachineKeyRequest.Builder given(String id) {
        return request(id).setPublicKey(ByteString.copyFrom(Base64.getDecoder().decode(PUBLIC_KEY)));
    }

    private AddMachineKeyResponse addKey(AddMachineKeyRequest.Builder request) {
        return answer("AddMachineKey", request.build(), AddMachineKeyResponse.class);
    }

    private ListMachineKeysResponse listKeys(String id) {
        return answer(
                "ListMachineKeys",
                ListMachineKeysRequest.newBuilder().setUserId(id).build(),
                ListMachineKeysResponse.class);
    }

    private void removeKey(String id, String key) {
        answer(
                "RemoveMachineKey",
                RemoveMachineKeyRequest.newBuilder().setUserId(id).setKeyId(key).build(),
                RemoveMachineKeyResponse.class);
    }

    private <A extends Message> A answer(String call, Message request, Class<A> type) {
        return tenant.answer(Tenant.method(Level.ORGANIZATION, call), request, type);
    }

    private Stored<User> user(String id) {
        return TESTS.store.read(sql -> users.find(sql, tenant.id, id)).orElseThrow();
    }

    private Machine machine(String id) {
        return user(id).state().machine().orElseThrow();
    }
}
