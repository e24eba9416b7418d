package dev.ostiary.federation.logout;

import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Saml;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Whether signing out here goes on to a provider. SAML providers have it in their configuration; for OpenID Providers the contract has no
 * place, so it is kept here. It is off until somebody switches it on.
 */
public final class ProviderLogouts {
    static final String TYPE = "idp_logout";
    private static final ProviderLogoutTable TABLE = new ProviderLogoutTable();
    public static final StreamKind<ProviderLogout, ProviderLogoutEvent> KIND =
            new StreamKind<>(TYPE, ProviderLogoutEvent.TYPES, ProviderLogoutEvent::evolve, TABLE);

    private ProviderLogouts() {}

    static boolean isOn(Handle sql, Stored<IdentityProvider> provider) {
        return switch (provider.state().config()) {
            case Saml saml -> saml.federatedLogout();
            case Config.OpenId openId ->
                find(sql, provider).filter(found -> found.state().enabled()).isPresent();
            default -> false;
        };
    }

    /** Setting what is set already writes nothing. */
    static void set(Transaction tx, Stored<IdentityProvider> provider, String actor, boolean enabled) {
        Optional<Stored<ProviderLogout>> before = find(tx.sql(), provider);
        if (before.map(found -> found.state().enabled()).orElse(false) != enabled) {
            tx.record(
                    KIND,
                    KIND.stream(provider.stream().instance(), provider.id(), provider.owner()),
                    before.orElse(null),
                    actor,
                    List.of(new ProviderLogoutEvent.Set(enabled)));
        }
    }

    /** Whoever removes a provider calls this in the same transaction. */
    public static void providerRemoved(Transaction tx, Stored<IdentityProvider> provider, String actor) {
        find(tx.sql(), provider)
                .ifPresent(found ->
                        tx.record(KIND, found.stream(), found, actor, List.of(new ProviderLogoutEvent.Removed())));
    }

    private static Optional<Stored<ProviderLogout>> find(Handle sql, Stored<IdentityProvider> provider) {
        return TABLE.find(sql, provider.stream().instance(), provider.id());
    }
}
