package dev.ostiary.org;

import java.util.List;

/**
 * An organization.
 *
 * @param domains verified host names, lower case; they lead people to their organization
 * @param primaryDomain the one of them that names the organization
 */
public record Org(String name, List<String> domains, String primaryDomain) {
    public Org {
        domains = List.copyOf(domains);
    }
}
