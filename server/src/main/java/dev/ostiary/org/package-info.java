/**
 * Organizations: the owners of users, projects and provider configurations within an instance.
 *
 * <p>Begin with {@link dev.ostiary.org.Org} and {@link dev.ostiary.org.Orgs}.
 */
@NullMarked
package dev.ostiary.org;

import org.jspecify.annotations.NullMarked;
