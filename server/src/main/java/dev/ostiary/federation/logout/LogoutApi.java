package dev.ostiary.federation.logout;

import dev.ostiary.access.Access;
import dev.ostiary.api.federation.v1.GetProviderLogoutRequest;
import dev.ostiary.api.federation.v1.GetProviderLogoutResponse;
import dev.ostiary.api.federation.v1.SetProviderLogoutRequest;
import dev.ostiary.api.federation.v1.SetProviderLogoutResponse;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.ProviderAccess;
import dev.ostiary.idp.Saml;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import org.jdbi.v3.core.Handle;

/** The calls about logout at providers. They are this server's own. */
public final class LogoutApi {
    private static final String SERVICE = "ostiary.federation.v1.LogoutService/";

    private final Store store;
    private final IdentityProviders providers;
    private final Access access;

    public LogoutApi(Store store, IdentityProviders providers, Access access) {
        this.store = store;
        this.providers = providers;
        this.access = access;
    }

    public void register(Calls calls) {
        calls.on(SERVICE + "GetProviderLogout", GetProviderLogoutRequest.getDefaultInstance(), this::get);
        calls.on(SERVICE + "SetProviderLogout", SetProviderLogoutRequest.getDefaultInstance(), this::set);
    }

    private GetProviderLogoutResponse get(Call call, GetProviderLogoutRequest request) {
        return store.read(sql -> {
            Stored<IdentityProvider> provider = provider(sql, call, request.getIdpId());
            ProviderAccess.READ.require(access, call, provider);
            GetProviderLogoutResponse.Builder answer = GetProviderLogoutResponse.newBuilder()
                    .setFederatedLogoutEnabled(ProviderLogouts.isOn(sql, provider));
            switch (provider.state().config()) {
                case Config.OpenId openId ->
                    answer.setPostLogoutRedirectUri(call.origin() + FederatedLogout.RETURN)
                            .setBackchannelLogoutUri(call.origin() + FederatedLogout.noticePath(provider.id()));
                case Saml saml -> answer.setSingleLogoutUri(new ServiceProvider(call.origin(), provider.id()).slo());
                default -> {}
            }
            return answer.build();
        });
    }

    private SetProviderLogoutResponse set(Call call, SetProviderLogoutRequest request) {
        return store.write(tx -> {
            Stored<IdentityProvider> provider = provider(tx.sql(), call, request.getIdpId());
            ProviderAccess.WRITE.require(access, call, provider);
            if (!(provider.state().config() instanceof Config.OpenId)) {
                throw Problem.precondition("LOGOUT-Kd3ns", "Errors.IDPConfig.LogoutNotHere");
            }
            ProviderLogouts.set(tx, provider, call.actor(), request.getFederatedLogoutEnabled());
            return SetProviderLogoutResponse.getDefaultInstance();
        });
    }

    /** Whether a provider is there is nobody's secret: its id is in the addresses of the sign-in pages. */
    private Stored<IdentityProvider> provider(Handle sql, Call call, String id) {
        return providers
                .find(sql, call.instanceId(), id)
                .orElseThrow(() -> Problem.notFound("LOGOUT-Ph4dq", "Errors.IDPConfig.NotExisting"));
    }
}
