package dev.ostiary;

import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.OldProviders;
import dev.ostiary.idp.SamlProviders;
import dev.ostiary.idp.api.IdentityProviderApi;
import dev.ostiary.idp.api.OldProviderApi;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Reach;
import dev.ostiary.store.Store;
import java.io.IOException;
import java.time.InstantSource;

/** The provider calls, with no network to read metadata from, and for a caller who may do anything. */
public final class ProviderCalls {
    private ProviderCalls() {}

    public static void register(IdentityProviders providers, Store store, InstantSource clock, Calls calls) {
        SamlProviders saml = new SamlProviders(
                store,
                providers,
                url -> {
                    throw new IOException("there is no network");
                },
                clock);
        new IdentityProviderApi(providers, saml, new Anybody(), clock).register(calls);
        new OldProviderApi(new OldProviders(store, providers), clock).register(calls);
    }

    private static final class Anybody implements Permissions {
        @Override
        public void check(Call call, String permission, String organization) {}

        @Override
        public Reach reach(Call call, String permission) {
            return Reach.EVERYWHERE;
        }
    }
}
