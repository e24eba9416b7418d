package dev.ostiary.openid;

import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The rules of the settings of an instance's OpenID Provider. Without any, {@link Lifetimes#DEFAULT} counts. */
public final class OidcSettingsRules {
    static final String TYPE = "oidc_settings";
    private static final OidcSettingsTable TABLE = new OidcSettingsTable();
    public static final StreamKind<OidcSettings, OidcSettingsEvent> KIND = new StreamKind<>(
            TYPE,
            OidcSettingsEvent.TYPES,
            (_, event) -> new OidcSettings(event.lifetimes(), event.earlierTokensUntil()),
            TABLE);

    /** Tokens tell whole seconds. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A hundred years: what is longer is a mistake, and times in the far future can't be reckoned with. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public Optional<Stored<OidcSettings>> find(Handle sql, String instance) {
        return TABLE.find(sql, instance, instance);
    }

    /** Returns when the last token has expired that an instance signed at a time or before. */
    public Instant tokensExpire(Handle sql, String instance, Instant signedAt) {
        return find(sql, instance)
                .map(settings -> settings.state().tokensExpire(signedAt))
                .orElseGet(() -> signedAt.plus(Lifetimes.DEFAULT.longestOfTokens()));
    }

    public Stored<OidcSettings> add(Transaction tx, String instance, String actor, Lifetimes lifetimes) {
        if (!areUsable(lifetimes)) {
            throw Problem.invalid("INST-10s82j", "Errors.Invalid.Argument");
        }
        if (find(tx.sql(), instance).isPresent()) {
            throw Problem.exists("INST-0aaj1o", "Errors.OIDCSettings.AlreadyExists");
        }
        OidcSettingsEvent added = new OidcSettingsEvent.Added(lifetimes, tokensExpire(tx.sql(), instance, tx.now()));
        return tx.record(KIND, KIND.stream(instance, instance, instance), null, actor, List.of(added));
    }

    Stored<OidcSettings> change(Transaction tx, String instance, String actor, Lifetimes lifetimes) {
        if (!areUsable(lifetimes)) {
            throw Problem.invalid("INST-10sxks", "Errors.Invalid.Argument");
        }
        Stored<OidcSettings> settings = find(tx.sql(), instance)
                .orElseThrow(() -> Problem.notFound("INST-90s32oj", "Errors.OIDCSettings.NotFound"));
        if (settings.state().lifetimes().equals(lifetimes)) {
            throw Problem.precondition("COMMAND-0pk2nu", "Errors.NoChangesFound");
        }
        OidcSettingsEvent changed =
                new OidcSettingsEvent.Changed(lifetimes, settings.state().tokensExpire(tx.now()));
        return tx.record(KIND, settings.stream(), settings, actor, List.of(changed));
    }

    private static boolean areUsable(Lifetimes lifetimes) {
        return Stream.of(
                        lifetimes.accessToken(), lifetimes.idToken(), lifetimes.refreshIdle(), lifetimes.refreshTotal())
                .allMatch(lifetime -> lifetime.compareTo(SHORTEST) >= 0 && lifetime.compareTo(LONGEST) <= 0);
    }
}
