/**
 * Replays recorded exchanges against a fresh server: what ZITADEL answered, Ostiary answers, or the difference stands in
 * {@code golden/differences.json} with its reason.
 *
 * <p>Begin at {@link dev.ostiary.acceptance.golden.GoldenReplayTest} (JSON over HTTP) and
 * {@link dev.ostiary.acceptance.golden.RpcReplayTest} (the same calls over gRPC, gRPC-Web and Connect).
 */
@NullMarked
package dev.ostiary.acceptance.golden;

import org.jspecify.annotations.NullMarked;
