/**
 * The history of an instance for its administrators: who did what, and when.
 *
 * <p>Begin with {@link dev.ostiary.event.EventApi}. No secret leaves here: see {@link dev.ostiary.event.Payload}.
 */
@NullMarked
package dev.ostiary.event;

import org.jspecify.annotations.NullMarked;
