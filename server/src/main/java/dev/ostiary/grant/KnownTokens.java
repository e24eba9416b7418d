package dev.ostiary.grant;

import dev.ostiary.app.Apps;
import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Bearer tokens that were shown lately and what they stand for, so that a token that comes again is known without a query. Each is
 * forgotten with the next change of its user, of who acts by it, and of the resource it hangs on; all are with a change of any
 * application. Whether one has expired is for its reader to see. Safe for use by many threads.
 */
final class KnownTokens {
    /** As many tokens as some thousand people and machines use at a time: a few MiB. */
    static final int MOST = 5_000;

    private final Store store;

    /** Oldest first. */
    private final SequencedMap<Key, TokenInfo> known = new LinkedHashMap<>();

    private final Map<Resource, Set<Key>> byResource = new HashMap<>();

    private record Key(String instance, String hash) {}

    private record Resource(String instance, String id) {}

    KnownTokens(Store store) {
        this.store = store;
        store.onCommit(this::forget);
        store.onGap(this::forgetAll);
    }

    /** Returns what is known of a token; nothing while it could have been revoked on another server more than a second ago. */
    synchronized Optional<TokenInfo> find(String instance, String hash) {
        return store.isUpToDate() ? Optional.ofNullable(known.get(new Key(instance, hash))) : Optional.empty();
    }

    /**
     * Keeps what a token stands for, unless something changed since it was read: then it may be outdated already.
     *
     * @param moment of the read: see {@link Store#moment}
     */
    synchronized void keep(String instance, String hash, TokenInfo token, long moment) {
        if (!store.isPresent(moment)) {
            return;
        }
        while (known.size() >= MOST) {
            forget(known.firstEntry().getKey());
        }
        Key key = new Key(instance, hash);
        known.put(key, token);
        resources(token)
                .forEach(id -> byResource
                        .computeIfAbsent(new Resource(instance, id), _ -> new HashSet<>())
                        .add(key));
    }

    /** What a token depends on. */
    private static List<String> resources(TokenInfo token) {
        List<String> ids = new ArrayList<>();
        ids.add(token.userId());
        ids.add(token.kind() == TokenInfo.Kind.PAT ? token.id() : token.oidcSession());
        if (token.actor() != null) {
            ids.add(token.actor().userId());
        }
        return ids;
    }

    private synchronized void forget(List<Committed> committed) {
        if (committed.stream().anyMatch(event -> event.stream().type().equals(Apps.KIND.type()))) {
            forgetAll();
        } else {
            committed.forEach(event -> forget(event.stream()));
        }
    }

    private void forget(Stream stream) {
        Set<Key> keys = byResource.get(new Resource(stream.instance(), stream.id()));
        if (keys != null) {
            List.copyOf(keys).forEach(this::forget);
        }
    }

    private void forget(Key key) {
        TokenInfo token = known.remove(key);
        if (token == null) {
            return;
        }
        for (String id : resources(token)) {
            Resource resource = new Resource(key.instance, id);
            Set<Key> keys = byResource.get(resource);
            if (keys != null && keys.remove(key) && keys.isEmpty()) {
                byResource.remove(resource);
            }
        }
    }

    private synchronized void forgetAll() {
        known.clear();
        byResource.clear();
    }
}
