package dev.ostiary.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A login policy. The stream's id and owner are the instance's or the organization's.
 *
 * @param idps ids of the providers it offers, in the order they were added
 */
public record LoginPolicy(
        Settings settings, List<SecondFactor> secondFactors, List<MultiFactor> multiFactors, List<String> idps) {
    public LoginPolicy {
        secondFactors = List.copyOf(secondFactors);
        multiFactors = List.copyOf(multiFactors);
        idps = List.copyOf(idps);
    }

    /**
     * What an update replaces as a whole.
     *
     * @param passwordCheckLifetime how long a password check counts; zero means it must be repeated each time
     */
    public record Settings(
            boolean allowUsernamePassword,
            boolean allowRegister,
            boolean allowExternalIdp,
            boolean forceMfa,
            boolean forceMfaLocalOnly,
            boolean passwordlessAllowed,
            boolean hidePasswordReset,
            boolean ignoreUnknownUsernames,
            boolean allowDomainDiscovery,
            boolean disableLoginWithEmail,
            boolean disableLoginWithPhone,
            String defaultRedirectUri,
            Duration passwordCheckLifetime,
            Duration externalLoginCheckLifetime,
            Duration mfaInitSkipLifetime,
            Duration secondFactorCheckLifetime,
            Duration multiFactorCheckLifetime) {

        /** What a new instance begins with. */
        public static final Settings DEFAULT = new Settings(
                true,
                true,
                true,
                false,
                false,
                true,
                false,
                false,
                true,
                false,
                false,
                "",
                Duration.ofHours(240),
                Duration.ofHours(240),
                Duration.ofHours(720),
                Duration.ofHours(18),
                Duration.ofHours(12));
    }

    /** As the contract has them. */
    public enum SecondFactor {
        OTP,
        U2F,
        OTP_EMAIL,
        OTP_SMS
    }

    /** As the contract has them. */
    public enum MultiFactor {
        U2F_WITH_VERIFICATION
    }

    /** What a new instance begins with. */
    public static final LoginPolicy DEFAULT = new LoginPolicy(
            Settings.DEFAULT,
            List.of(SecondFactor.OTP, SecondFactor.U2F),
            List.of(MultiFactor.U2F_WITH_VERIFICATION),
            List.of());

    /** Returns the ids of the providers that people may really use. */
    public List<String> offeredIdps() {
        return settings.allowExternalIdp() ? idps : List.of();
    }

    LoginPolicy with(Settings changed) {
        return new LoginPolicy(changed, secondFactors, multiFactors, idps);
    }

    LoginPolicy plusIdp(String idp) {
        return withIdps(Stream.concat(idps.stream(), Stream.of(idp)).toList());
    }

    LoginPolicy minusIdps(Set<String> removed) {
        return withIdps(idps.stream().filter(idp -> !removed.contains(idp)).toList());
    }

    private LoginPolicy withIdps(List<String> changed) {
        return new LoginPolicy(settings, secondFactors, multiFactors, changed);
    }
}
