package dev.ostiary.openid;

import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.store.Known;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The organizations that claims tell of, found without a query once they are known. Safe for use by many threads. */
final class Owners {
    private static final int MOST_KNOWN = 10_000;

    private final Orgs orgs;
    private final Known<String, Stored<Org>> known;

    Owners(Store store, Orgs orgs) {
        this.orgs = orgs;
        this.known = new Known<>(store, MOST_KNOWN, Set.of(Orgs.KIND.type()));
    }

    /** @param sql of a {@link Store#read} */
    Optional<Stored<Org>> find(Handle sql, String instance, String id) {
        return known.where(instance, id, () -> orgs.find(sql, instance, id));
    }
}
