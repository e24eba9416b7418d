package dev.ostiary.idp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configured identity provider.
 *
 * @param name as people see it; empty where the kind has a name of its own
 * @param sealedSecret what authenticates this server at the provider (client secret, bind password, private key), sealed; empty where the
 *     kind has none. Open it with {@link IdentityProviders#secret}
 * @param active whether people may sign in through it
 * @param old what the deprecated calls say of it; null when it wasn't made by one
 */
public record IdentityProvider(
        String name,
        Options options,
        Config config,
        String sealedSecret,
        boolean active,
        @Nullable OldSettings old) {

    /** Like {@link #old}, of one that was made by a deprecated call. */
    OldSettings oldSettings() {
        return Objects.requireNonNull(old);
    }

    /** Returns what people know the provider by. */
    public String displayName() {
        return name.isEmpty() ? config.kind().displayName() : name;
    }

    /**
     * What may happen with a person that the provider vouches for. The switches are independent of each other.
     *
     * @param linkingAllowed a person may link the account to an existing user
     * @param creationAllowed a person may create a user from the account
     * @param autoCreation a user is created without asking
     * @param autoUpdate the user's profile follows the account at each login
     * @param autoLinking how an existing user is found and linked without asking
     */
    public record Options(
            boolean linkingAllowed,
            boolean creationAllowed,
            boolean autoCreation,
            boolean autoUpdate,
            AutoLinking autoLinking) {
        public static final Options NONE = new Options(false, false, false, false, AutoLinking.NONE);
    }

    /** By what an existing user is found. */
    public enum AutoLinking {
        NONE,
        USERNAME,
        EMAIL
    }
}
