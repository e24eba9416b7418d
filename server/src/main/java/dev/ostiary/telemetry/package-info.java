/**
 * What the server tells its operators: the log and its health.
 *
 * <p>Begin with {@link dev.ostiary.telemetry.Health}.
 */
@NullMarked
package dev.ostiary.telemetry;

import org.jspecify.annotations.NullMarked;
