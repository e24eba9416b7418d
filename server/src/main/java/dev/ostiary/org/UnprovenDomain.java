package dev.ostiary.org;

import org.jspecify.annotations.Nullable;

/**
 * A domain that an organization says it has.
 *
 * @param name as {@link DomainName} has it
 * @param challenge what proves it; null as long as nobody asked for that
 */
public record UnprovenDomain(String name, @Nullable Challenge challenge) {

    /** How a domain is proven. */
    public enum Way {
        /** A file below {@code https://{domain}/.well-known}. */
        HTTP,
        /** A TXT record. */
        DNS
    }

    /**
     * What whoever has the domain publishes there. It is no secret: it proves something because it was made at random for one domain of
     * one organization, so that nobody else can have published it before.
     */
    public record Challenge(Way way, String proof) {

        /** Where it is published: a URL, or the name of the record. */
        String place(String domain) {
            return switch (way) {
                case HTTP -> "https://" + domain + "/.well-known/zitadel-challenge/" + proof + ".txt";
                case DNS -> "_zitadel-challenge." + domain;
            };
        }
    }
}
