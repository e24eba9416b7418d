package dev.ostiary.federation.logout;

import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.store.Store;

/** Switches on that signing out goes on to an OpenID Provider, as an administrator does with a call. */
public final class LogoutSwitch {
    private LogoutSwitch() {}

    public static void on(Store store, IdentityProviders providers, String instance, String idp) {
        store.write(tx -> {
            ProviderLogouts.set(tx, providers.find(tx.sql(), instance, idp).orElseThrow(), "", true);
            return idp;
        });
    }
}
