package dev.ostiary.federation.saml;

import java.util.List;

/**
 * What this server is to one identity provider: a service provider of its own.
 *
 * @param origin scheme, host and port that people see
 * @param idp id of the provider's configuration
 */
public record ServiceProvider(String origin, String idp) {
    /** Where answers came in older servers of this contract, for all providers; still known to some of them. */
    public static final String OLD_ACS = "/ui/login/login/externalidp/saml/acs";

    /** Finds it by the address where it takes answers. */
    public static ServiceProvider at(String acs, String idp) {
        return new ServiceProvider(acs.substring(0, acs.length() - acsPath(idp).length()), idp);
    }

    /** Path where answers are taken. */
    public static String acsPath(String idp) {
        return "/idps/" + idp + "/saml/acs";
    }

    /** The name that the provider knows this server by, and where its metadata is. */
    public String entityId() {
        return origin + "/idps/" + idp + "/saml/metadata";
    }

    /** Where answers are taken: the assertion consumer service. */
    public String acs() {
        return origin + acsPath(idp);
    }

    /** Path where messages about logout are taken. */
    public static String sloPath(String idp) {
        return "/idps/" + idp + "/saml/slo";
    }

    /** Where messages about logout are taken: the single logout service. */
    public String slo() {
        return origin + sloPath(idp);
    }

    String oldAcs() {
        return origin + OLD_ACS;
    }

    boolean takesAnswersAt(String location) {
        return List.of(acs(), oldAcs()).contains(location);
    }
}
