package dev.ostiary.openid;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.ostiary.api.admin.v1.AddOIDCSettingsRequest;
import dev.ostiary.api.admin.v1.AddOIDCSettingsResponse;
import dev.ostiary.api.admin.v1.GetOIDCSettingsRequest;
import dev.ostiary.api.admin.v1.GetOIDCSettingsResponse;
import dev.ostiary.api.admin.v1.UpdateOIDCSettingsRequest;
import dev.ostiary.api.admin.v1.UpdateOIDCSettingsResponse;
import dev.ostiary.api.settings.v1.OIDCSettings;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;

/** The calls about the settings of the instance's OpenID Provider. */
public final class OidcSettingsApi {
    private static final String SERVICE = "zitadel.admin.v1.AdminService/";

    private final Store store;
    private final OidcSettingsRules settings;

    public OidcSettingsApi(Store store, OidcSettingsRules settings) {
        this.store = store;
        this.settings = settings;
    }

    public void register(Calls calls) {
        calls.on(SERVICE + "GetOIDCSettings", GetOIDCSettingsRequest.getDefaultInstance(), this::get);
        calls.on(SERVICE + "AddOIDCSettings", AddOIDCSettingsRequest.getDefaultInstance(), this::add);
        calls.on(SERVICE + "UpdateOIDCSettings", UpdateOIDCSettingsRequest.getDefaultInstance(), this::update);
    }

    private GetOIDCSettingsResponse get(Call call, GetOIDCSettingsRequest request) {
        Stored<OidcSettings> found = store.read(sql -> settings.find(sql, call.instanceId()))
                .orElseThrow(() -> Problem.notFound("QUERY-s9nlw", "Errors.OIDCSettings.NotFound"));
        Lifetimes lifetimes = found.state().lifetimes();
        return GetOIDCSettingsResponse.newBuilder()
                .setSettings(OIDCSettings.newBuilder()
                        .setDetails(Details.read(found))
                        .setAccessTokenLifetime(message(lifetimes.accessToken()))
                        .setIdTokenLifetime(message(lifetimes.idToken()))
                        .setRefreshTokenIdleExpiration(message(lifetimes.refreshIdle()))
                        .setRefreshTokenExpiration(message(lifetimes.refreshTotal())))
                .build();
    }

    private AddOIDCSettingsResponse add(Call call, AddOIDCSettingsRequest request) {
        Lifetimes lifetimes = new Lifetimes(
                duration(request.getAccessTokenLifetime()),
                duration(request.getIdTokenLifetime()),
                duration(request.getRefreshTokenIdleExpiration()),
                duration(request.getRefreshTokenExpiration()));
        Stored<OidcSettings> added = store.write(tx -> settings.add(tx, call.instanceId(), call.actor(), lifetimes));
        return AddOIDCSettingsResponse.newBuilder()
                .setDetails(Details.created(added))
                .build();
    }

    private UpdateOIDCSettingsResponse update(Call call, UpdateOIDCSettingsRequest request) {
        Lifetimes lifetimes = new Lifetimes(
                duration(request.getAccessTokenLifetime()),
                duration(request.getIdTokenLifetime()),
                duration(request.getRefreshTokenIdleExpiration()),
                duration(request.getRefreshTokenExpiration()));
        Stored<OidcSettings> changed =
                store.write(tx -> settings.change(tx, call.instanceId(), call.actor(), lifetimes));
        return UpdateOIDCSettingsResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    /** What is no duration of the protocol is refused as none at all is. */
    private static java.time.Duration duration(Duration message) {
        return Durations.isValid(message)
                ? java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos())
                : java.time.Duration.ZERO;
    }

    private static Duration message(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
