package dev.ostiary.org;

import dev.ostiary.instance.Instance;
import dev.ostiary.org.OrgEvent.Added;
import dev.ostiary.org.OrgEvent.DomainAdded;
import dev.ostiary.org.OrgEvent.DomainRemoved;
import dev.ostiary.org.OrgEvent.DomainVerificationAdded;
import dev.ostiary.org.OrgEvent.DomainVerificationFailed;
import dev.ostiary.org.OrgEvent.DomainVerified;
import dev.ostiary.org.OrgEvent.PrimaryDomainSet;
import dev.ostiary.org.OrgEvent.Removed;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of organizations. */
public final class Orgs {
    static final String TYPE = "org";
    private static final OrgTable TABLE = new OrgTable();
    public static final StreamKind<Org, OrgEvent> KIND = new StreamKind<>(TYPE, OrgEvent.TYPES, Orgs::evolve, TABLE);

    private static final String NAMES = "org_name";
    static final String DOMAINS = "org_domain";

    private final Ids ids;
    private final List<Removal<Org>> removals;

    public Orgs(Ids ids, List<Removal<Org>> removals) {
        this.ids = ids;
        this.removals = List.copyOf(removals);
    }

    static @Nullable Org evolve(@Nullable Org state, OrgEvent event) {
        if (event instanceof Added added) {
            return Org.named(added.name());
        }
        if (state == null) {
            throw new IllegalStateException(event.getClass() + " before it was added");
        }
        return switch (event) {
            case Added added -> throw new IllegalStateException("added twice");
            case DomainAdded added -> state.withUnproven(new UnprovenDomain(added.domain(), null));
            case DomainVerificationAdded added ->
                state.withUnproven(new UnprovenDomain(added.domain(), added.challenge()));
            case DomainVerificationFailed failed -> state;
            case DomainVerified verified -> state.withVerified(verified.domain());
            case PrimaryDomainSet set -> state.withPrimary(set.domain());
            case DomainRemoved removed -> state.without(removed.domain());
            case Removed removed -> null;
        };
    }

    /**
     * Adds an organization with a verified domain of its own below the instance's.
     *
     * @param instanceDomain the host name of the instance
     */
    public Stored<Org> add(Transaction tx, String instance, String instanceDomain, String actor, String name) {
        String stripped = name.strip();
        if (stripped.isEmpty()) {
            throw Problem.invalid("ORG-mruNY", "Errors.Invalid.Argument");
        }
        tx.claim(instance, NAMES, stripped.toLowerCase(Locale.ROOT), Orgs::taken);
        String domain = domain(stripped, instanceDomain);
        tx.claim(instance, DOMAINS, domain, Orgs::taken);
        String id = ids.next();
        return tx.record(
                KIND,
                KIND.stream(instance, id, id),
                null,
                actor,
                List.of(new Added(stripped), new DomainVerified(domain), new PrimaryDomainSet(domain)));
    }

    /**
     * Removes an organization with everything that belongs to it. The instance's default organization stays: the instance's own project
     * is in it, and people whose organization nobody knows end up there.
     *
     * @throws Problem COMMA-wG9p1 for the default organization, COMMA-aps2n when there is no such organization
     */
    Stored<Org> remove(Transaction tx, Instance instance, String id, String actor) {
        if (id.equals(instance.defaultOrganization())) {
            throw Problem.precondition("COMMA-wG9p1", "Errors.Org.DefaultOrgNotDeletable");
        }
        Stored<Org> org = find(tx.sql(), instance.id(), id)
                .orElseThrow(() -> Problem.notFound("COMMA-aps2n", "Errors.Org.NotFound"));
        removals.forEach(removal -> removal.removed(tx, org, actor));
        tx.release(instance.id(), NAMES, org.state().name().toLowerCase(Locale.ROOT));
        org.state().domains().forEach(domain -> tx.release(instance.id(), DOMAINS, domain));
        return tx.record(KIND, org.stream(), org, actor, List.of(new Removed()));
    }

    private static Problem taken() {
        return Problem.exists("V3-DKcYh", "Errors.Org.AlreadyExisting");
    }

    /** Returns {@code label.instanceDomain}: blanks become dashes, and only letters, digits and dashes stay (RFC 1035: 63 at most). */
    static String domain(String name, String instanceDomain) {
        String label = name.toLowerCase(Locale.ROOT)
                .replace(' ', '-')
                .codePoints()
                .filter(c ->
                        Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK || c == '-')
                .limit(63)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("^-+|-+$", "");
        return (label.isEmpty() ? "org" : label) + "." + instanceDomain;
    }

    /** Says whether there is such an organization. */
    public static boolean exists(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id).isPresent();
    }

    public Optional<Stored<Org>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    /**
     * Finds the organization that has this verified domain, however it is written.
     *
     * <p>What an organization was named by at its beginning is kept in its own letters, every other domain as {@link DomainName} has it.
     */
    public Optional<Stored<Org>> byDomain(Handle sql, String instance, String domain) {
        return TABLE.idByDomain(sql, instance, domain.strip().toLowerCase(Locale.ROOT))
                .or(() -> DomainName.of(domain).flatMap(name -> TABLE.idByDomain(sql, instance, name)))
                .flatMap(id -> find(sql, instance, id));
    }

    public Optional<Stored<Org>> byPrimaryDomain(Handle sql, String instance, String domain) {
        return byDomain(sql, instance, domain).filter(org -> {
            String primary = org.state().primaryDomain();
            return primary.equalsIgnoreCase(domain.strip())
                    || DomainName.of(domain).filter(primary::equals).isPresent();
        });
    }
}
