package dev.ostiary.openid;

import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long tokens of each instance live. What was read is kept in memory until the instance's settings change. */
public final class InstanceLifetimes {
    private final Store store;
    private final OidcSettingsRules settings = new OidcSettingsRules();
    private final Map<String, Lifetimes> known = new ConcurrentHashMap<>();

    public InstanceLifetimes(Store store) {
        this.store = store;
        store.onCommit(committed -> committed.stream()
                .map(Committed::stream)
                .filter(stream -> stream.type().equals(OidcSettingsRules.TYPE))
                .forEach(stream -> known.remove(stream.instance())));
        store.onGap(known::clear);
    }

    Lifetimes of(String instance) {
        Lifetimes kept = known.get(instance);
        return kept != null ? kept : load(instance);
    }

    private Lifetimes load(String instance) {
        long moment = store.moment();
        Lifetimes loaded = store.read(sql -> settings.find(sql, instance))
                .map(found -> found.state().lifetimes())
                .orElse(Lifetimes.DEFAULT);
        keep(instance, loaded, moment);
        return loaded;
    }

    /** Keeps what was read, unless something changed since: then it may be outdated already. */
    private void keep(String instance, Lifetimes loaded, long moment) {
        known.compute(instance, (_, kept) -> store.isPresent(moment) ? loaded : kept);
    }
}
