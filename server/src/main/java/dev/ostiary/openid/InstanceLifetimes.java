package dev.ostiary.openid;

import dev.ostiary.store.PerInstance;
import dev.ostiary.store.Store;

/** How long tokens of each instance live. What was read is kept in memory until the instance's settings change. */
public final class InstanceLifetimes {
    private final OidcSettingsRules settings = new OidcSettingsRules();
    private final PerInstance<Lifetimes> known;

    public InstanceLifetimes(Store store) {
        this.known = PerInstance.read(
                store,
                OidcSettingsRules.TYPE,
                (sql, instance) -> settings.find(sql, instance)
                        .map(found -> found.state().lifetimes())
                        .orElse(Lifetimes.DEFAULT));
    }

    Lifetimes of(String instance) {
        return known.of(instance);
    }
}
