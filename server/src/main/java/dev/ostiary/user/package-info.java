/**
 * Users: people and machines, how they are found, their passwords, keys and links to external accounts.
 *
 * <p>Begin with {@link dev.ostiary.user.User} and {@link dev.ostiary.user.Users}.
 */
@NullMarked
package dev.ostiary.user;

import org.jspecify.annotations.NullMarked;
