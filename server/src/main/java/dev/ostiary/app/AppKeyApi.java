package dev.ostiary.app;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.ostiary.api.authn.v1.KeyType;
import dev.ostiary.api.management.v1.AddAppKeyRequest;
import dev.ostiary.api.management.v1.AddAppKeyResponse;
import dev.ostiary.api.management.v1.GetAppKeyRequest;
import dev.ostiary.api.management.v1.GetAppKeyResponse;
import dev.ostiary.api.management.v1.ListAppKeysRequest;
import dev.ostiary.api.management.v1.ListAppKeysResponse;
import dev.ostiary.api.management.v1.RemoveAppKeyRequest;
import dev.ostiary.api.management.v1.RemoveAppKeyResponse;
import dev.ostiary.api.v1.ObjectDetails;
import dev.ostiary.app.App.Key;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The calls of the Management API about the keys of applications. */
final class AppKeyApi {
    private final Store store;
    private final Apps apps;
    private final AppKeys keys;
    private final InstantSource clock;

    AppKeyApi(Store store, Apps apps, AppKeys keys, InstantSource clock) {
        this.store = store;
        this.apps = apps;
        this.keys = keys;
        this.clock = clock;
    }

    void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddAppKey", AddAppKeyRequest.getDefaultInstance(), this::add);
        calls.on(service + "GetAppKey", GetAppKeyRequest.getDefaultInstance(), this::get);
        calls.on(service + "ListAppKeys", ListAppKeysRequest.getDefaultInstance(), this::list);
        calls.on(service + "RemoveAppKey", RemoveAppKeyRequest.getDefaultInstance(), this::remove);
    }

    /** Makes a key pair and answers with the private half, which nobody has afterwards but the caller. */
    private AddAppKeyResponse add(Call call, AddAppKeyRequest request) {
        Instant expiresAt = expiration(request);
        RsaKeys.Pair pair = RsaKeys.generate();
        Stored<App> app = store.write(tx -> keys.add(
                tx,
                apps.existing(tx.sql(), call, request.getProjectId(), request.getAppId()),
                call.actor(),
                pair.publicKey(),
                expiresAt));
        Key key = app.state().keys().getLast();
        return AddAppKeyResponse.newBuilder()
                .setId(key.id())
                .setDetails(Details.created(app))
                .setKeyDetails(ByteString.copyFromUtf8(keyFile(app, key, pair.privateKeyPem())))
                .build();
    }

    private Instant expiration(AddAppKeyRequest request) {
        if (!request.hasExpirationDate()) {
            return Expiration.NEVER;
        }
        Timestamp date = request.getExpirationDate();
        return Expiration.require(Instant.ofEpochSecond(date.getSeconds(), date.getNanos()), clock.instant());
    }

    /** The file that SDKs read an application's key from. */
    private static String keyFile(Stored<App> app, Key key, String privateKeyPem) {
        JsonObject file = new JsonObject();
        file.addProperty("type", "application");
        file.addProperty("keyId", key.id());
        file.addProperty("key", privateKeyPem);
        file.addProperty("expirationDate", key.expiresAt().toString());
        file.addProperty("appId", app.id());
        file.addProperty("clientId", app.state().config().clientId());
        return file.toString();
    }

    private GetAppKeyResponse get(Call call, GetAppKeyRequest request) {
        Stored<App> app = store.read(sql -> apps.existing(sql, call, request.getProjectId(), request.getAppId()));
        return GetAppKeyResponse.newBuilder()
                .setKey(message(app, AppKeys.find(app, request.getKeyId())))
                .build();
    }

    private ListAppKeysResponse list(Call call, ListAppKeysRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        Stored<App> app = store.read(sql -> apps.existing(sql, call, request.getProjectId(), request.getAppId()));
        List<Key> all = app.state().keys();
        List<dev.ostiary.api.authn.v1.Key> page = all.stream()
                .skip(window.offset())
                .limit(window.limit())
                .map(key -> message(app, key))
                .toList();
        return ListAppKeysResponse.newBuilder()
                .setDetails(Details.list(page.isEmpty() ? 0 : all.size(), clock.instant()))
                .addAllResult(page)
                .build();
    }

    private static dev.ostiary.api.authn.v1.Key message(Stored<App> app, Key key) {
        Timestamp created = Details.timestamp(key.createdAt());
        return dev.ostiary.api.authn.v1.Key.newBuilder()
                .setId(key.id())
                .setDetails(ObjectDetails.newBuilder()
                        .setSequence(app.revision().version())
                        .setCreationDate(created)
                        .setChangeDate(created)
                        .setResourceOwner(app.owner()))
                .setType(KeyType.KEY_TYPE_JSON)
                .setExpirationDate(Details.timestamp(key.expiresAt()))
                .build();
    }

    private RemoveAppKeyResponse remove(Call call, RemoveAppKeyRequest request) {
        Stored<App> app = store.write(tx -> keys.remove(
                tx,
                apps.existing(tx.sql(), call, request.getProjectId(), request.getAppId()),
                call.actor(),
                request.getKeyId()));
        return RemoveAppKeyResponse.newBuilder()
                .setDetails(Details.changed(app))
                .build();
    }
}
