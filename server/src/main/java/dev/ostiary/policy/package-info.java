/**
 * Login policies: what people may sign in with, and which identity providers they are offered. The instance has one; an organization may
 * have its own, which then replaces the instance's whole.
 *
 * <p>Begin with {@link dev.ostiary.policy.LoginPolicy} and {@link dev.ostiary.policy.LoginPolicies}.
 */
@NullMarked
package dev.ostiary.policy;

import org.jspecify.annotations.NullMarked;
