/**
 * Measures this server and others side by side on this machine, and writes {@code docs/performance.md} and its charts.
 *
 * <p>Begin with {@link dev.ostiary.bench.Bench}; {@link dev.ostiary.bench.Subject} is what is measured, {@link dev.ostiary.bench.Scenario}
 * one thing that is asked of it, {@link dev.ostiary.bench.SideBySide} the order of it all, {@link dev.ostiary.bench.Federation} sign-ins through providers of every protocol. Nothing here passes or fails: a number depends on the machine and on what else it does,
 * so both are written beside it.
 */
@org.jspecify.annotations.NullMarked
package dev.ostiary.bench;
