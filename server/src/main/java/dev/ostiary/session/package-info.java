/**
 * Sessions: who is signed in, in which browser, since when and how.
 *
 * <p>Begin with {@link dev.ostiary.session.Sessions}. A session is found by a token that only the browser's cookie has; it ends when it
 * is terminated or when its time is over, and then nothing of it is left but its events.
 */
@NullMarked
package dev.ostiary.session;

import org.jspecify.annotations.NullMarked;
