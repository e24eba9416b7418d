/**
 * Who administers projects and project grants, and everything that one user is a member of.
 *
 * <p>Begin with {@link dev.ostiary.membership.MembershipApi}. The rules are {@link dev.ostiary.access.ProjectMembers}'.
 */
@NullMarked
package dev.ostiary.membership;

import org.jspecify.annotations.NullMarked;
