/**
 * Contract-driven dispatch: from bytes on a socket to a typed call of a feature and back.
 *
 * <p>Everything that happens before a feature's {@code Api} happens here, once for every call: decoding (JSON, gRPC, gRPC-Web,
 * Connect), the instance by host, the caller by token, the organization by header, the permission and the limits of the contract.
 * Begin with {@link dev.ostiary.rpc.Calls}, where features register, and {@link dev.ostiary.rpc.Call}, what they get.
 */
@NullMarked
package dev.ostiary.rpc;

import org.jspecify.annotations.NullMarked;
