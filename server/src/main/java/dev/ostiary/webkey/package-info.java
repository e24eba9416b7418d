/**
 * What becomes of the keys that tokens are signed with: the calls of administrators, and the rotation that needs none.
 *
 * <p>Begin with {@link dev.ostiary.webkey.Rotation}. The keys themselves are in {@code crypto}.
 */
@NullMarked
package dev.ostiary.webkey;

import org.jspecify.annotations.NullMarked;
