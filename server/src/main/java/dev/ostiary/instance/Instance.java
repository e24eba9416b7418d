package dev.ostiary.instance;

import java.util.List;
import java.util.stream.Stream;

/**
 * A tenant of the server.
 *
 * @param id numeric text
 * @param domains host names it answers to, lower case, without port
 * @param defaultOrganization where people end up when nothing else says where
 * @param project the project that stands for the instance's own API; tokens for the API have it in their audience
 * @param defaultLanguage BCP 47
 * @param impersonation whether a token of somebody else may be had by who has the permission (RFC 8693)
 */
public record Instance(
        String id,
        String name,
        List<String> domains,
        String defaultOrganization,
        String project,
        String defaultLanguage,
        boolean impersonation) {
    public Instance {
        domains = List.copyOf(domains);
    }

    Instance plusDomain(String domain) {
        return new Instance(
                id,
                name,
                Stream.concat(domains.stream(), Stream.of(domain)).toList(),
                defaultOrganization,
                project,
                defaultLanguage,
                impersonation);
    }

    Instance withDefaultOrganization(String organization) {
        return new Instance(id, name, domains, organization, project, defaultLanguage, impersonation);
    }

    Instance withProject(String changed) {
        return new Instance(id, name, domains, defaultOrganization, changed, defaultLanguage, impersonation);
    }

    /** Returns this instance with impersonation allowed or not. */
    public Instance withImpersonation(boolean allowed) {
        return new Instance(id, name, domains, defaultOrganization, project, defaultLanguage, allowed);
    }
}
