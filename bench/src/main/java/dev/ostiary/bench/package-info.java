/**
 * Measures the server on this machine and writes {@code docs/performance.md}.
 *
 * <p>Begin with {@link dev.ostiary.bench.Bench}. Nothing here passes or fails: a number depends on the machine and on what else it does,
 * so both are written beside it.
 */
@org.jspecify.annotations.NullMarked
package dev.ostiary.bench;
