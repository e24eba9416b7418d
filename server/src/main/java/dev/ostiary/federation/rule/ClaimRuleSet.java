package dev.ostiary.federation.rule;

import java.util.List;

/**
 * The rules of a provider.
 *
 * @param issuer who vouched for the provider's accounts when somebody who may give the roles set the rules. Whoever can point the
 *     provider elsewhere must not give roles to themselves by that
 */
public record ClaimRuleSet(String issuer, List<ClaimRule> rules) {
    public ClaimRuleSet {
        rules = List.copyOf(rules);
    }
}
