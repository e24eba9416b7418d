/**
 * Claim rules: what a provider says about a person becomes profile, metadata, roles and memberships.
 *
 * <p>Begin with {@link dev.ostiary.federation.rule.ClaimRule}. {@link dev.ostiary.federation.rule.Verdict} is what rules make of claims,
 * {@link dev.ostiary.federation.rule.RolePlan} what follows for a user's roles; both are pure. {@link
 * dev.ostiary.federation.rule.ClaimRules} keeps the rules of each provider, {@link dev.ostiary.federation.rule.ClaimedRoles} gives and
 * takes the roles and remembers which ones.
 */
@NullMarked
package dev.ostiary.federation.rule;

import org.jspecify.annotations.NullMarked;
