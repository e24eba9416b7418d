package dev.ostiary.org;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An organization.
 *
 * @param domains verified host names, lower case; they lead people to their organization
 * @param primaryDomain the one of them that names the organization
 * @param unproven domains that somebody says it has; they lead nowhere
 */
public record Org(String name, List<String> domains, String primaryDomain, List<UnprovenDomain> unproven) {
    public Org {
        domains = List.copyOf(domains);
        unproven = List.copyOf(unproven);
    }

    static Org named(String name) {
        return new Org(name, List.of(), "", List.of());
    }

    Optional<UnprovenDomain> unproven(String domain) {
        return unproven.stream().filter(each -> each.name().equals(domain)).findFirst();
    }

    boolean has(String domain) {
        return domains.contains(domain) || unproven(domain).isPresent();
    }

    Org withUnproven(UnprovenDomain domain) {
        Org without = without(domain.name());
        List<UnprovenDomain> more = new ArrayList<>(without.unproven);
        more.add(domain);
        return new Org(name, without.domains, primaryDomain, more);
    }

    Org withVerified(String domain) {
        Org without = without(domain);
        List<String> more = new ArrayList<>(without.domains);
        more.add(domain);
        return new Org(name, more, primaryDomain, without.unproven);
    }

    Org withPrimary(String domain) {
        return new Org(name, domains, domain, unproven);
    }

    Org without(String domain) {
        return new Org(
                name,
                domains.stream().filter(each -> !each.equals(domain)).toList(),
                primaryDomain,
                unproven.stream().filter(each -> !each.name().equals(domain)).toList());
    }
}
