package dev.ostiary.instance;

import dev.ostiary.instance.InstanceEvent.Added;
import dev.ostiary.instance.InstanceEvent.DefaultOrganizationSet;
import dev.ostiary.instance.InstanceEvent.DomainAdded;
import dev.ostiary.instance.InstanceEvent.ProjectSet;
import dev.ostiary.instance.InstanceEvent.SecurityPolicySet;
import dev.ostiary.store.Committed;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of instances, and how a request finds its own: by host name, from a map that every change of an instance renews. */
public final class Instances {
    static final String TYPE = "instance";
    private static final InstanceTable TABLE = new InstanceTable();

    private final Store store;
    private volatile @Nullable Map<String, Instance> byHost;

    public static final StreamKind<Instance, InstanceEvent> KIND =
            new StreamKind<>(TYPE, InstanceEvent.TYPES, Instances::evolve, TABLE);

    public Instances(Store store) {
        this.store = store;
        store.onCommit(this::forget);
        store.onGap(this::forgetAll);
    }

    static Instance evolve(@Nullable Instance state, InstanceEvent event) {
        if (event instanceof Added added) {
            return new Instance(added.id(), added.name(), List.of(), "", "", added.defaultLanguage(), false);
        }
        if (state == null) {
            throw new IllegalStateException(event.getClass() + " before it was added");
        }
        return switch (event) {
            case Added added -> throw new IllegalStateException("added twice");
            case DomainAdded added -> state.plusDomain(added.domain());
            case DefaultOrganizationSet set -> state.withDefaultOrganization(set.orgId());
            case ProjectSet set -> state.withProject(set.iamProjectId());
            case SecurityPolicySet set -> state.withImpersonation(set.enableImpersonation());
        };
    }

    /** Adds an instance with the organization and the project that it cannot be without. */
    public Stored<Instance> add(
            Transaction tx,
            String id,
            String actor,
            String name,
            String language,
            String organization,
            String project,
            List<String> domains) {
        List<InstanceEvent> events = new ArrayList<>();
        events.add(new Added(id, name, language));
        domains.forEach(domain -> events.add(new DomainAdded(domain)));
        events.add(new DefaultOrganizationSet(organization));
        events.add(new ProjectSet(project));
        return tx.record(KIND, KIND.stream(id, id, id), null, actor, events);
    }

    /** Makes an instance answer to more host names; those it has already are left alone. */
    public void addDomains(Transaction tx, Stored<Instance> instance, String actor, List<String> domains) {
        List<DomainAdded> events = domains.stream()
                .filter(domain -> !instance.state().domains().contains(domain))
                .map(DomainAdded::new)
                .toList();
        tx.record(KIND, instance.stream(), instance, actor, events);
    }

    /** Allows impersonation, or no longer; what is so already is left alone. */
    public Stored<Instance> setImpersonation(Transaction tx, Stored<Instance> instance, String actor, boolean allowed) {
        return instance.state().impersonation() == allowed
                ? instance
                : tx.record(KIND, instance.stream(), instance, actor, List.of(new SecurityPolicySet(allowed)));
    }

    /** The instances of this server, oldest first. */
    public List<Instance> all() {
        return store.read(TABLE::all);
    }

    public List<Instance> all(Transaction tx) {
        return TABLE.all(tx.sql());
    }

    public Optional<Stored<Instance>> find(Transaction tx, String id) {
        return find(tx.sql(), id);
    }

    public Optional<Stored<Instance>> find(Handle sql, String id) {
        return TABLE.find(sql, id, id);
    }

    /** @param host lower case, without port */
    public Optional<Instance> byHost(String host) {
        Map<String, Instance> known = byHost;
        if (known == null || !store.isUpToDate()) {
            known = load();
        }
        return Optional.ofNullable(known.get(host));
    }

    private Map<String, Instance> load() {
        long moment = store.moment();
        Map<String, Instance> loaded = new HashMap<>();
        for (Instance instance : all()) {
            instance.domains().forEach(domain -> loaded.putIfAbsent(domain, instance));
        }
        keep(loaded, moment);
        return loaded;
    }

    /** Keeps what was read, unless something changed since: then it may be outdated already. */
    private synchronized void keep(Map<String, Instance> loaded, long moment) {
        if (store.isPresent(moment)) {
            byHost = loaded;
        }
    }

    private synchronized void forget(List<Committed> committed) {
        if (committed.stream().anyMatch(event -> event.stream().type().equals(TYPE))) {
            byHost = null;
        }
    }

    private synchronized void forgetAll() {
        byHost = null;
    }
}
