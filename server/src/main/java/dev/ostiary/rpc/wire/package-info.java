/**
 * The way of a request: from an HTTP request in one of four encodings (JSON over HTTP, gRPC, gRPC-Web, Connect) to the feature
 * that answers it, and back.
 *
 * <p>Begin with {@link dev.ostiary.rpc.wire.Api}, which chooses the encoding, and {@link dev.ostiary.rpc.wire.Dispatch}, which is
 * the same for all of them.
 */
@NullMarked
package dev.ostiary.rpc.wire;

import org.jspecify.annotations.NullMarked;
