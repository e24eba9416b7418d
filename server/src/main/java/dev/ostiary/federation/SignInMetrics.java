package dev.ostiary.federation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of sign-ins through providers. */
final class SignInMetrics {
    private final Counter signedIn;
    private final Counter asked;
    private final Counter again;
    private final Counter vouched;
    private final Counter askedAgain;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    SignInMetrics(MeterRegistry registry) {
        this.signedIn = counter(registry, "signed-in", "");
        this.asked = counter(registry, "asked", "");
        this.again = counter(registry, "again", "");
        this.vouched = counter(registry, "vouched", "");
        this.askedAgain = counter(registry, "asked-again", "");
        for (Reason reason : Reason.values()) {
            refused.put(reason, counter(registry, "refused", reason.text()));
        }
    }

    private static Counter counter(MeterRegistry registry, String outcome, String reason) {
        return Counter.builder("ostiary.signins")
                .description("Sign-ins through identity providers by outcome, and by reason where they were refused")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(registry);
    }

    Step count(Step step) {
        if (step instanceof Step.Refused(Reason reason, String _)) {
            refused(reason);
        }
        return step;
    }

    Outcome count(Outcome outcome) {
        switch (outcome) {
            case Outcome.SignedIn _ -> signedIn.increment();
            case Outcome.AskToLinkOrCreate _ -> asked.increment();
            case Outcome.Again _ -> again.increment();
            case Outcome.Landed(String _, Reason reason) -> landed(reason);
            case Outcome.AskAgain _ -> askedAgain.increment();
            case Outcome.Refused(Reason reason, String _, String _) -> refused(reason);
        }
        return outcome;
    }

    private void landed(@Nullable Reason reason) {
        if (reason == null) {
            vouched.increment();
        } else {
            refused(reason);
        }
    }

    private void refused(Reason reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
