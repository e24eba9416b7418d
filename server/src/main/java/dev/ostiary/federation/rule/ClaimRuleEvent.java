package dev.ostiary.federation.rule;

import dev.ostiary.store.EventTypes;
import java.util.List;

/** What can happen to the rules of a provider. */
public sealed interface ClaimRuleEvent {
    EventTypes<ClaimRuleEvent> TYPES = EventTypes.<ClaimRuleEvent>named()
            .with("claim_rules.set", Set.class)
            .with("claim_rules.removed", Removed.class);

    /** All rules are these. */
    record Set(String issuer, List<ClaimRule> rules) implements ClaimRuleEvent {}

    /** The provider was removed, and its rules with it. */
    record Removed() implements ClaimRuleEvent {}
}
