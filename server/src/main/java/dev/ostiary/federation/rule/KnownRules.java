package dev.ostiary.federation.rule;

import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of providers that people sign in through, and which have none: a sign-in asks for them without a query until they change, on
 * whichever server. Safe for use by many threads.
 */
final class KnownRules {
    /** Providers whose people sign in at a time; with more, all begin anew. */
    private static final int MOST = 10_000;

    private record Provider(String instance, String id) {}

    private final Store store;
    private final Map<Provider, Optional<ClaimRuleSet>> known = new ConcurrentHashMap<>();

    KnownRules(Store store) {
        this.store = store;
        store.onCommit(committed -> committed.stream()
                .map(Committed::stream)
                .filter(stream -> stream.type().equals(ClaimRules.TYPE))
                .forEach(stream -> known.remove(new Provider(stream.instance(), stream.id()))));
        store.onGap(known::clear);
    }

    /** Returns null where nothing is known, or another server could know better. */
    @Nullable
    Optional<ClaimRuleSet> find(String instance, String idp) {
        return store.isUpToDate() ? known.get(new Provider(instance, idp)) : null;
    }

    /**
     * Keeps what was read, unless something changed since.
     *
     * @param moment of the read: see {@link Store#moment}
     */
    void keep(String instance, String idp, Optional<ClaimRuleSet> read, long moment) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.compute(new Provider(instance, idp), (_, kept) -> store.isPresent(moment) ? read : kept);
    }
}
