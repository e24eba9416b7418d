/**
 * Calls that are sent again: the {@code Idempotency-Key} header. Begin with {@link dev.ostiary.repeat.RepeatedCalls}.
 */
@NullMarked
package dev.ostiary.repeat;

import org.jspecify.annotations.NullMarked;
