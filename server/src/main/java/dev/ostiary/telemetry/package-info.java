/**
 * What the server tells its operators: health, log, metrics and traces.
 *
 * <p>Begin with {@link dev.ostiary.telemetry.RequestMetrics}. What happens inside a room is measured there, by a class of its own such as
 * {@link dev.ostiary.store.StoreMetrics}.
 */
@NullMarked
package dev.ostiary.telemetry;

import org.jspecify.annotations.NullMarked;
