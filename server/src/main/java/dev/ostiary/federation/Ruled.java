package dev.ostiary.federation;

import dev.ostiary.federation.rule.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A person as the provider's claim rules have them.
 *
 * @param identity with the profile that the rules say
 * @param verdict null when the provider never had rules: then nothing is looked at any further
 */
record Ruled(ExternalIdentity identity, @Nullable Verdict verdict) {}
