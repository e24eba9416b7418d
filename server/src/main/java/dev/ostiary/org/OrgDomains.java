package dev.ostiary.org;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.org.OrgEvent.DomainAdded;
import dev.ostiary.org.OrgEvent.DomainRemoved;
import dev.ostiary.org.OrgEvent.DomainVerificationAdded;
import dev.ostiary.org.OrgEvent.DomainVerificationFailed;
import dev.ostiary.org.OrgEvent.DomainVerified;
import dev.ostiary.org.OrgEvent.PrimaryDomainSet;
import dev.ostiary.org.UnprovenDomain.Challenge;
import dev.ostiary.org.UnprovenDomain.Way;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/**
 * The rules of an organization's domains.
 *
 * <p>Where people of a verified domain sign in, their organization decides. So a domain counts only when it was proven, or when who adds
 * it administers the whole instance; and within an instance it belongs to one organization.
 */
public final class OrgDomains {
    private final Store store;
    private final Orgs orgs;
    private final DomainProof proof;

    public OrgDomains(Store store, Orgs orgs, DomainProof proof) {
        this.store = store;
        this.orgs = orgs;
        this.proof = proof;
    }

    /** Whose domains somebody is about to change. */
    record Whose(String instance, String organization, String actor) {}

    /**
     * Adds a domain.
     *
     * @param trusted whether it counts without a proof
     * @throws Problem ORG-r3h4J when it is no domain name, COMMA-Bd2jj when the organization has it, V3-DKcYh when it would count and
     *     another organization has it
     */
    Stored<Org> add(Whose whose, String text, boolean trusted) {
        String domain = DomainName.of(text).orElseThrow(() -> invalid("ORG-r3h4J"));
        return store.write(tx -> {
            Stored<Org> org = find(tx.sql(), whose);
            if (org.state().has(domain)) {
                throw Problem.exists("COMMA-Bd2jj", "Errors.Org.Domain.AlreadyExists");
            }
            if (!trusted) {
                return record(tx, org, whose, List.of(new DomainAdded(domain)));
            }
            claim(tx, whose, domain);
            return record(tx, org, whose, List.of(new DomainAdded(domain), new DomainVerified(domain)));
        });
    }

    /**
     * Makes a new challenge; the one before no longer proves anything.
     *
     * @throws Problem ORG-AGD31 when the organization doesn't have the domain, ORG-HGw21 when it is verified
     */
    Challenge challenge(Whose whose, String text, Way way) {
        String domain = written(text);
        Challenge challenge = new Challenge(way, Secrets.token());
        store.write(tx -> {
            Stored<Org> org = find(tx.sql(), whose);
            unproven(org.state(), domain, "ORG-AGD31");
            return record(tx, org, whose, List.of(new DomainVerificationAdded(domain, challenge)));
        });
        return challenge;
    }

    /**
     * Looks whether the challenge is published, and if so verifies the domain.
     *
     * @throws Problem ORG-Sjdi3 when the organization doesn't have the domain, ORG-HGw21 when it is verified already, ORG-SFBB3 when no
     *     challenge was made, ORG-GH3s when it isn't published, V3-DKcYh when another organization has proven the domain
     */
    Stored<Org> verify(Whose whose, String text) {
        String domain = written(text);
        Challenge asked = store.read(sql -> challenge(find(sql, whose).state(), domain));
        boolean proven = proof.holds(domain, asked);
        Stored<Org> after = store.write(tx -> {
            Stored<Org> org = find(tx.sql(), whose);
            boolean holds = proven && challenge(org.state(), domain).equals(asked);
            if (!holds) {
                return record(tx, org, whose, List.of(new DomainVerificationFailed(domain)));
            }
            claim(tx, whose, domain);
            return record(tx, org, whose, List.of(new DomainVerified(domain)));
        });
        if (!after.state().domains().contains(domain)) {
            throw Problem.invalid("ORG-GH3s", "Errors.Org.DomainVerificationFailed");
        }
        return after;
    }

    /** @throws Problem ORG-GDfA3 when the organization doesn't have the domain, ORG-Ggd32 when it isn't verified */
    Stored<Org> setPrimary(Whose whose, String text) {
        String domain = written(text);
        return store.write(tx -> {
            Stored<Org> org = existing(tx.sql(), whose, domain);
            if (!org.state().domains().contains(domain)) {
                throw Problem.precondition("ORG-Ggd32", "Errors.Org.DomainNotVerified");
            }
            boolean already = org.state().primaryDomain().equals(domain);
            return record(tx, org, whose, already ? List.of() : List.of(new PrimaryDomainSet(domain)));
        });
    }

    /** @throws Problem ORG-GDfA3 when the organization doesn't have the domain, ORG-Sjdi3 when it is the primary one */
    Stored<Org> remove(Whose whose, String text) {
        String domain = written(text);
        return store.write(tx -> {
            Stored<Org> org = existing(tx.sql(), whose, domain);
            if (org.state().primaryDomain().equals(domain)) {
                throw Problem.precondition("ORG-Sjdi3", "Errors.Org.PrimaryDomainNotDeletable");
            }
            if (org.state().domains().contains(domain)) {
                tx.release(whose.instance(), Orgs.DOMAINS, domain);
            }
            return record(tx, org, whose, List.of(new DomainRemoved(domain)));
        });
    }

    /** The domain as it is kept; what an organization was named by at its beginning need not be a name of the DNS. */
    private static String written(String text) {
        return DomainName.of(text).orElseGet(() -> text.strip().toLowerCase(Locale.ROOT));
    }

    private Stored<Org> find(Handle sql, Whose whose) {
        return orgs.find(sql, whose.instance(), whose.organization())
                .orElseThrow(() -> Problem.notFound("QUERY-iTTGJ", "Errors.Org.NotFound"));
    }

    private Stored<Org> existing(Handle sql, Whose whose, String domain) {
        Stored<Org> org = find(sql, whose);
        if (!org.state().has(domain)) {
            throw notThere("ORG-GDfA3");
        }
        return org;
    }

    private static UnprovenDomain unproven(Org org, String domain, String missing) {
        if (org.domains().contains(domain)) {
            throw Problem.precondition("ORG-HGw21", "Errors.Org.DomainAlreadyVerified");
        }
        return org.unproven(domain).orElseThrow(() -> notThere(missing));
    }

    private static Challenge challenge(Org org, String domain) {
        Challenge challenge = unproven(org, domain, "ORG-Sjdi3").challenge();
        if (challenge == null) {
            throw Problem.precondition("ORG-SFBB3", "Errors.Org.DomainVerificationMissing");
        }
        return challenge;
    }

    private static void claim(Transaction tx, Whose whose, String domain) {
        tx.claim(
                whose.instance(),
                Orgs.DOMAINS,
                domain,
                () -> Problem.exists("V3-DKcYh", "Errors.Org.Domain.AlreadyExists"));
    }

    private static Stored<Org> record(Transaction tx, Stored<Org> org, Whose whose, List<OrgEvent> events) {
        return tx.record(Orgs.KIND, org.stream(), org, whose.actor(), events);
    }

    private static Problem invalid(String id) {
        return Problem.invalid(id, "Errors.Org.InvalidDomain");
    }

    private static Problem notThere(String id) {
        return Problem.notFound(id, "Errors.Org.DomainNotOnOrg");
    }
}
