package dev.ostiary.upstream;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.access.Access;
import dev.ostiary.api.upstream.v1.ActivateUpstreamKeysRequest;
import dev.ostiary.api.upstream.v1.ActivateUpstreamKeysResponse;
import dev.ostiary.api.upstream.v1.GetUpstreamControlRequest;
import dev.ostiary.api.upstream.v1.GetUpstreamControlResponse;
import dev.ostiary.api.upstream.v1.PrepareUpstreamKeysRequest;
import dev.ostiary.api.upstream.v1.PrepareUpstreamKeysResponse;
import dev.ostiary.api.upstream.v1.SetUpstreamControlRequest;
import dev.ostiary.api.upstream.v1.SetUpstreamControlResponse;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.ProviderAccess;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The calls about how this server speaks to a provider. They are this server's own. */
public final class UpstreamControlApi {
    private static final String SERVICE = "ostiary.idp.v1.UpstreamControlService/";

    private final Store store;
    private final IdentityProviders providers;
    private final UpstreamControls controls;
    private final Access access;

    public UpstreamControlApi(Store store, IdentityProviders providers, UpstreamControls controls, Access access) {
        this.store = store;
        this.providers = providers;
        this.controls = controls;
        this.access = access;
    }

    public void register(Calls calls) {
        calls.on(SERVICE + "GetUpstreamControl", GetUpstreamControlRequest.getDefaultInstance(), this::get);
        calls.on(SERVICE + "SetUpstreamControl", SetUpstreamControlRequest.getDefaultInstance(), this::set);
        calls.on(SERVICE + "PrepareUpstreamKeys", PrepareUpstreamKeysRequest.getDefaultInstance(), this::prepare);
        calls.on(SERVICE + "ActivateUpstreamKeys", ActivateUpstreamKeysRequest.getDefaultInstance(), this::activate);
    }

    private GetUpstreamControlResponse get(Call call, GetUpstreamControlRequest request) {
        UpstreamControl control = controls.of(allowed(call, request.getIdpId(), ProviderAccess.READ));
        GetUpstreamControlResponse.Builder answer =
                GetUpstreamControlResponse.newBuilder().setControl(UpstreamMessages.message(control.settings()));
        if (!control.keys().isEmpty()) {
            answer.setJwksUri(PublishedKeys.uri(call, request.getIdpId()))
                    .setJwks(control.published().toString(true));
        }
        return answer.build();
    }

    private SetUpstreamControlResponse set(Call call, SetUpstreamControlRequest request) {
        UpstreamSettings settings = UpstreamMessages.settings(request.getControl());
        Stored<IdentityProvider> seen = allowed(call, request.getIdpId(), ProviderAccess.WRITE);
        UpstreamControls.check(settings, seen.state().config());
        List<JWK> made = controls.missing(seen, settings);
        Stored<UpstreamControl> changed =
                store.write(tx -> controls.set(tx, existing(tx.sql(), call, seen.id()), settings, made, call.actor()));
        return SetUpstreamControlResponse.newBuilder()
                .setChangeDate(Details.timestamp(changed.revision().changedAt()))
                .setJwksUri(changed.state().keys().isEmpty() ? "" : PublishedKeys.uri(call, seen.id()))
                .build();
    }

    private PrepareUpstreamKeysResponse prepare(Call call, PrepareUpstreamKeysRequest request) {
        Stored<IdentityProvider> seen = allowed(call, request.getIdpId(), ProviderAccess.WRITE);
        List<JWK> made = controls.next(seen);
        Stored<UpstreamControl> changed =
                store.write(tx -> controls.prepare(tx, existing(tx.sql(), call, seen.id()), made, call.actor()));
        return PrepareUpstreamKeysResponse.newBuilder()
                .setChangeDate(Details.timestamp(changed.revision().changedAt()))
                .build();
    }

    private ActivateUpstreamKeysResponse activate(Call call, ActivateUpstreamKeysRequest request) {
        Stored<IdentityProvider> seen = allowed(call, request.getIdpId(), ProviderAccess.WRITE);
        Stored<UpstreamControl> changed =
                store.write(tx -> controls.activate(tx, existing(tx.sql(), call, seen.id()), call.actor()));
        return ActivateUpstreamKeysResponse.newBuilder()
                .setChangeDate(Details.timestamp(changed.revision().changedAt()))
                .build();
    }

    private Stored<IdentityProvider> allowed(Call call, String id, ProviderAccess wanted) {
        Stored<IdentityProvider> idp = store.read(sql -> existing(sql, call, id));
        wanted.require(access, call, idp);
        return idp;
    }

    /** Whether a provider is there is nobody's secret: its id is in the addresses of the sign-in pages. */
    private Stored<IdentityProvider> existing(Handle sql, Call call, String id) {
        return providers
                .find(sql, call.instanceId(), id)
                .orElseThrow(() -> Problem.notFound("UPST-Nf1dp", "Errors.IDPConfig.NotExisting"));
    }
}
