/**
 * The event store and its transaction: append events, claim unique values, write read tables; all of it commits together.
 *
 * <p>Begin with {@link dev.ostiary.store.Store} and {@link dev.ostiary.store.Transaction#record}. Features describe themselves with a
 * {@link dev.ostiary.store.StreamKind}. Nothing here knows a feature.
 */
@NullMarked
package dev.ostiary.store;

import org.jspecify.annotations.NullMarked;
