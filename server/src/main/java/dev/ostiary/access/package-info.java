/**
 * Who may do what: roles, their permissions and the check.
 *
 * <p>Begin with {@link dev.ostiary.access.Access}. Which permission a call needs is said in the contract, not here.
 */
@NullMarked
package dev.ostiary.access;

import org.jspecify.annotations.NullMarked;
