package dev.ostiary.idp;

import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Transaction;
import java.util.Locale;

/**
 * What the contract's deprecated calls say of a provider that the others don't.
 *
 * @param googleStyling whether the button looks like Google's
 * @param displayName the claim that the display name is taken from
 * @param userName the claim that the user name is taken from
 */
public record OldSettings(boolean googleStyling, Claim displayName, Claim userName) {
    private static final String NAMES = "idp_config_names";

    public enum Claim {
        UNSPECIFIED,
        PREFERRED_USERNAME,
        EMAIL
    }

    /** The deprecated calls want a name to be unique among what they made for an owner; case doesn't matter. */
    static void claimName(Transaction tx, String instance, String owner, String name) {
        tx.claim(
                instance,
                NAMES,
                value(owner, name),
                () -> Problem.exists("V3-DKcYh", "Errors.IDPConfig.AlreadyExists"));
    }

    static void releaseName(Transaction tx, String instance, String owner, String name) {
        tx.release(instance, NAMES, value(owner, name));
    }

    private static String value(String owner, String name) {
        return owner + "/" + name.toLowerCase(Locale.ROOT);
    }
}
