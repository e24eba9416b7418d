package dev.ostiary.webkey;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.api.webkey.v2.ActivateWebKeyRequest;
import dev.ostiary.api.webkey.v2.ActivateWebKeyResponse;
import dev.ostiary.api.webkey.v2.CreateWebKeyRequest;
import dev.ostiary.api.webkey.v2.CreateWebKeyResponse;
import dev.ostiary.api.webkey.v2.DeleteWebKeyRequest;
import dev.ostiary.api.webkey.v2.DeleteWebKeyResponse;
import dev.ostiary.api.webkey.v2.ListWebKeysRequest;
import dev.ostiary.api.webkey.v2.ListWebKeysResponse;
import dev.ostiary.crypto.WebKey;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Twins;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.Optional;

/** The calls about the instance's signing keys. */
public final class WebKeyApi {
    private static final String SERVICE = "zitadel.webkey.v2.WebKeyService/";

    private final Store store;
    private final WebKeys keys;

    public WebKeyApi(Store store, WebKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    public void register(Calls calls) {
        calls.on(SERVICE + "CreateWebKey", CreateWebKeyRequest.getDefaultInstance(), this::create);
        calls.on(SERVICE + "ActivateWebKey", ActivateWebKeyRequest.getDefaultInstance(), this::activate);
        calls.on(SERVICE + "DeleteWebKey", DeleteWebKeyRequest.getDefaultInstance(), this::delete);
        calls.on(SERVICE + "ListWebKeys", ListWebKeysRequest.getDefaultInstance(), this::list);
        registerBeta(new Twins(calls));
    }

    /** The version before has the same calls with the same messages. */
    private void registerBeta(Twins twins) {
        String beta = "zitadel.webkey.v2beta.WebKeyService/";
        twins.earlier(
                beta + "CreateWebKey",
                dev.ostiary.api.webkey.v2beta.CreateWebKeyRequest.getDefaultInstance(),
                dev.ostiary.api.webkey.v2beta.CreateWebKeyResponse.getDefaultInstance(),
                CreateWebKeyRequest.getDefaultInstance(),
                this::create);
        twins.earlier(
                beta + "ActivateWebKey",
                dev.ostiary.api.webkey.v2beta.ActivateWebKeyRequest.getDefaultInstance(),
                dev.ostiary.api.webkey.v2beta.ActivateWebKeyResponse.getDefaultInstance(),
                ActivateWebKeyRequest.getDefaultInstance(),
                this::activate);
        twins.earlier(
                beta + "DeleteWebKey",
                dev.ostiary.api.webkey.v2beta.DeleteWebKeyRequest.getDefaultInstance(),
                dev.ostiary.api.webkey.v2beta.DeleteWebKeyResponse.getDefaultInstance(),
                DeleteWebKeyRequest.getDefaultInstance(),
                this::delete);
        twins.earlier(
                beta + "ListWebKeys",
                dev.ostiary.api.webkey.v2beta.ListWebKeysRequest.getDefaultInstance(),
                dev.ostiary.api.webkey.v2beta.ListWebKeysResponse.getDefaultInstance(),
                ListWebKeysRequest.getDefaultInstance(),
                this::list);
    }

    private CreateWebKeyResponse create(Call call, CreateWebKeyRequest request) {
        JWK pair = keys.generate(KeyKinds.asked(request));
        Stored<WebKey> added = store.write(tx -> keys.add(tx, call.instanceId(), call.actor(), pair));
        return CreateWebKeyResponse.newBuilder()
                .setId(added.id())
                .setCreationDate(Details.timestamp(added.revision().createdAt()))
                .build();
    }

    private ActivateWebKeyResponse activate(Call call, ActivateWebKeyRequest request) {
        Stored<WebKey> active = store.write(tx -> {
            Stored<WebKey> key = keys.find(tx.sql(), call.instanceId(), request.getId())
                    .orElseThrow(() -> Problem.notFound("COMMAND-teiG3", "Errors.WebKey.NotFound"));
            return keys.activate(tx, key, call.actor());
        });
        return ActivateWebKeyResponse.newBuilder()
                .setChangeDate(Details.timestamp(active.revision().changedAt()))
                .build();
    }

    /** What isn't there (any more) is gone, and nobody remembers since when. */
    private DeleteWebKeyResponse delete(Call call, DeleteWebKeyRequest request) {
        Optional<Stored<WebKey>> removed = store.write(tx -> keys.find(tx.sql(), call.instanceId(), request.getId())
                .map(key -> {
                    if (key.state().state() == WebKey.State.ACTIVE) {
                        throw Problem.precondition("COMMAND-Chai1", "Errors.WebKey.ActiveDelete");
                    }
                    return keys.remove(tx, key, call.actor());
                }));
        DeleteWebKeyResponse.Builder answer = DeleteWebKeyResponse.newBuilder();
        removed.ifPresent(
                key -> answer.setDeletionDate(Details.timestamp(key.revision().changedAt())));
        return answer.build();
    }

    private ListWebKeysResponse list(Call call, ListWebKeysRequest request) {
        ListWebKeysResponse.Builder answer = ListWebKeysResponse.newBuilder();
        store.read(sql -> keys.all(sql, call.instanceId())).forEach(key -> answer.addWebKeys(message(key)));
        return answer.build();
    }

    private static dev.ostiary.api.webkey.v2.WebKey message(Stored<WebKey> key) {
        dev.ostiary.api.webkey.v2.WebKey.Builder message = dev.ostiary.api.webkey.v2.WebKey.newBuilder()
                .setId(key.id())
                .setCreationDate(Details.timestamp(key.revision().createdAt()))
                .setChangeDate(Details.timestamp(key.revision().changedAt()))
                .setState(
                        switch (key.state().state()) {
                            case INITIAL -> dev.ostiary.api.webkey.v2.State.STATE_INITIAL;
                            case ACTIVE -> dev.ostiary.api.webkey.v2.State.STATE_ACTIVE;
                            case INACTIVE -> dev.ostiary.api.webkey.v2.State.STATE_INACTIVE;
                        });
        KeyKinds.tell(key.state().kind(), message);
        return message.build();
    }
}
