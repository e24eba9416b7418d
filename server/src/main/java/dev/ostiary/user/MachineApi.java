package dev.ostiary.user;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.ostiary.api.authn.v1.Key;
import dev.ostiary.api.authn.v1.KeyType;
import dev.ostiary.api.management.v1.AddMachineKeyRequest;
import dev.ostiary.api.management.v1.AddMachineKeyResponse;
import dev.ostiary.api.management.v1.AddMachineUserRequest;
import dev.ostiary.api.management.v1.AddMachineUserResponse;
import dev.ostiary.api.management.v1.GenerateMachineSecretRequest;
import dev.ostiary.api.management.v1.GenerateMachineSecretResponse;
import dev.ostiary.api.management.v1.GetMachineKeyByIDsRequest;
import dev.ostiary.api.management.v1.GetMachineKeyByIDsResponse;
import dev.ostiary.api.management.v1.ListMachineKeysRequest;
import dev.ostiary.api.management.v1.ListMachineKeysResponse;
import dev.ostiary.api.management.v1.RemoveMachineKeyRequest;
import dev.ostiary.api.management.v1.RemoveMachineKeyResponse;
import dev.ostiary.api.management.v1.RemoveMachineSecretRequest;
import dev.ostiary.api.management.v1.RemoveMachineSecretResponse;
import dev.ostiary.api.management.v1.UpdateMachineRequest;
import dev.ostiary.api.management.v1.UpdateMachineResponse;
import dev.ostiary.api.v1.ObjectDetails;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.MachineKey;
import dev.ostiary.user.User.TokenType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The calls about machine users, their secret and their keys. */
public final class MachineApi {
    private final Store store;
    private final Users users;
    private final Machines machines;
    private final InstantSource clock;

    public MachineApi(Store store, Users users, Machines machines, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.machines = machines;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddMachineUser", AddMachineUserRequest.getDefaultInstance(), this::add);
        calls.on(service + "UpdateMachine", UpdateMachineRequest.getDefaultInstance(), this::update);
        calls.on(service + "GetMachineKeyByIDs", GetMachineKeyByIDsRequest.getDefaultInstance(), this::getKey);
        calls.on(
                service + "GenerateMachineSecret",
                GenerateMachineSecretRequest.getDefaultInstance(),
                this::generateSecret);
        calls.on(service + "RemoveMachineSecret", RemoveMachineSecretRequest.getDefaultInstance(), this::removeSecret);
        calls.on(service + "AddMachineKey", AddMachineKeyRequest.getDefaultInstance(), this::addKey);
        calls.on(service + "ListMachineKeys", ListMachineKeysRequest.getDefaultInstance(), this::listKeys);
        calls.on(service + "RemoveMachineKey", RemoveMachineKeyRequest.getDefaultInstance(), this::removeKey);
    }

    private AddMachineUserResponse add(Call call, AddMachineUserRequest request) {
        Stored<User> added = store.write(tx -> machines.add(
                tx,
                call.instanceId(),
                call.organization(),
                call.actor(),
                request.getUserId(),
                request.getUserName(),
                request.getName(),
                request.getDescription(),
                TokenType.values()[request.getAccessTokenTypeValue()]));
        return AddMachineUserResponse.newBuilder()
                .setUserId(added.id())
                .setDetails(Details.changed(added))
                .build();
    }

    private UpdateMachineResponse update(Call call, UpdateMachineRequest request) {
        Stored<User> changed = store.write(tx -> machines.change(
                tx,
                existing(tx.sql(), call, request.getUserId()),
                call.actor(),
                request.getName(),
                request.getDescription(),
                TokenType.values()[request.getAccessTokenTypeValue()]));
        return UpdateMachineResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private GenerateMachineSecretResponse generateSecret(Call call, GenerateMachineSecretRequest request) {
        String secret = Secrets.clientSecret();
        Stored<User> machine = store.write(tx -> machines.setSecret(
                tx, existing(tx.sql(), call, request.getUserId()), call.actor(), Secrets.hash(secret)));
        return GenerateMachineSecretResponse.newBuilder()
                .setClientId(machine.state().userName())
                .setClientSecret(secret)
                .setDetails(Details.created(machine))
                .build();
    }

    private RemoveMachineSecretResponse removeSecret(Call call, RemoveMachineSecretRequest request) {
        Stored<User> machine = store.write(
                tx -> machines.removeSecret(tx, existing(tx.sql(), call, request.getUserId()), call.actor()));
        return RemoveMachineSecretResponse.newBuilder()
                .setDetails(Details.changed(machine))
                .build();
    }

    /** Makes a key pair and answers with the private half, or keeps the public key that is given. */
    private AddMachineKeyResponse addKey(Call call, AddMachineKeyRequest request) {
        Instant expiresAt = expiration(request);
        RsaKeys.Pair pair = request.getPublicKey().isEmpty()
                ? RsaKeys.generate()
                : RsaKeys.publicOnly(request.getPublicKey().toByteArray())
                        .orElseThrow(() -> Problem.invalid("COMMAND-5F3h1", "Errors.User.Machine.Key.Invalid"));
        Stored<User> machine = store.write(tx -> machines.addKey(
                tx, existing(tx.sql(), call, request.getUserId()), call.actor(), pair.publicKey(), expiresAt));
        MachineKey key = Machines.require(machine).keys().getLast();
        AddMachineKeyResponse.Builder answer =
                AddMachineKeyResponse.newBuilder().setKeyId(key.id()).setDetails(Details.created(machine));
        if (!pair.privateKeyPem().isEmpty()) {
            answer.setKeyDetails(ByteString.copyFromUtf8(keyFile(machine.id(), key, pair.privateKeyPem())));
        }
        return answer.build();
    }

    private Instant expiration(AddMachineKeyRequest request) {
        if (!request.hasExpirationDate()) {
            return Expiration.NEVER;
        }
        return Expiration.require(Details.instant(request.getExpirationDate()), clock.instant());
    }

    /** The file that SDKs read a service account from. */
    public static String keyFile(String userId, MachineKey key, String privateKeyPem) {
        JsonObject file = new JsonObject();
        file.addProperty("type", "serviceaccount");
        file.addProperty("keyId", key.id());
        file.addProperty("key", privateKeyPem);
        file.addProperty("expirationDate", key.expiresAt().toString());
        file.addProperty("userId", userId);
        return file.toString();
    }

    private ListMachineKeysResponse listKeys(Call call, ListMachineKeysRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        Stored<User> machine = store.read(sql -> existing(sql, call, request.getUserId()));
        List<MachineKey> keys = Machines.require(machine).keys();
        List<Key> page = keys.stream()
                .skip(window.offset())
                .limit(window.limit())
                .map(key -> message(machine, key))
                .toList();
        return ListMachineKeysResponse.newBuilder()
                .setDetails(Details.list(page.isEmpty() ? 0 : keys.size(), clock.instant()))
                .addAllResult(page)
                .build();
    }

    private GetMachineKeyByIDsResponse getKey(Call call, GetMachineKeyByIDsRequest request) {
        Stored<User> machine = store.read(sql -> existing(sql, call, request.getUserId()));
        return Machines.require(machine).keys().stream()
                .filter(key -> key.id().equals(request.getKeyId()))
                .findFirst()
                .map(key -> GetMachineKeyByIDsResponse.newBuilder()
                        .setKey(message(machine, key))
                        .build())
                .orElseThrow(() -> Problem.notFound("QUERY-Tha6f", "Errors.User.Machine.Key.NotFound"));
    }

    private static Key message(Stored<User> machine, MachineKey key) {
        Timestamp created = Details.timestamp(key.createdAt());
        return Key.newBuilder()
                .setId(key.id())
                .setDetails(ObjectDetails.newBuilder()
                        .setSequence(machine.revision().version())
                        .setCreationDate(created)
                        .setChangeDate(created)
                        .setResourceOwner(machine.owner()))
                .setType(KeyType.KEY_TYPE_JSON)
                .setExpirationDate(Details.timestamp(key.expiresAt()))
                .build();
    }

    private RemoveMachineKeyResponse removeKey(Call call, RemoveMachineKeyRequest request) {
        Stored<User> machine = store.write(tx -> machines.removeKey(
                tx, existing(tx.sql(), call, request.getUserId()), call.actor(), request.getKeyId()));
        return RemoveMachineKeyResponse.newBuilder()
                .setDetails(Details.changed(machine))
                .build();
    }

    private Stored<User> existing(Handle sql, Call call, String id) {
        Stored<User> user = users.find(sql, call.instanceId(), id)
                .filter(found -> found.owner().equals(call.organization()))
                .orElseThrow(() -> Problem.precondition("COMMAND-x0010n", "Errors.User.NotExisting"));
        Machines.require(user);
        return user;
    }
}
