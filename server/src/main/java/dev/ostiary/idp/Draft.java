package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.Options;

/**
 * What a caller says about a provider, to add one or to replace all it said before.
 *
 * @param secret in the clear; empty in an update that keeps the secret, and for kinds without one
 */
public record Draft(String name, Options options, Config config, String secret) {

    /** Texts are kept without the blanks around them. */
    public Draft {
        name = name.strip();
        secret = secret.strip();
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "Draft[name=" + name + ", " + config + "]";
    }
}
