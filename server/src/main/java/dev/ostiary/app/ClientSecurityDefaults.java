package dev.ostiary.app;

import dev.ostiary.store.PerInstance;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The default of each instance: what an application must do for which nothing was set. */
public final class ClientSecurityDefaults {
    static final String TYPE = "client_security";
    private static final ClientSecurityTable TABLE = new ClientSecurityTable();
    public static final StreamKind<ClientSecurity, ClientSecurityEvent> KIND = new StreamKind<>(
            TYPE,
            ClientSecurityEvent.TYPES,
            (_, event) -> switch (event) {
                case ClientSecurityEvent.Set set -> set.security();
            },
            TABLE);

    private final PerInstance<ClientSecurity> known;

    public ClientSecurityDefaults(Store store) {
        this.known = PerInstance.read(store, TYPE, ClientSecurityDefaults::read);
    }

    /** Reads an instance's default. */
    static ClientSecurity read(Handle sql, String instance) {
        return find(sql, instance).map(Stored::state).orElse(ClientSecurity.NONE);
    }

    /** Returns an instance's default, which may have changed on another server within the last second. */
    public ClientSecurity of(String instance) {
        return known.of(instance);
    }

    private static Optional<Stored<ClientSecurity>> find(Handle sql, String instance) {
        return TABLE.find(sql, instance, instance);
    }

    /** Sets it; what is so already stays as it is. */
    static Stored<ClientSecurity> set(Transaction tx, String instance, String actor, ClientSecurity security) {
        Optional<Stored<ClientSecurity>> before = find(tx.sql(), instance);
        return before.filter(found -> found.state().equals(security))
                .orElseGet(() -> tx.record(
                        KIND,
                        KIND.stream(instance, instance, instance),
                        before.orElse(null),
                        actor,
                        List.of(new ClientSecurityEvent.Set(security))));
    }
}
