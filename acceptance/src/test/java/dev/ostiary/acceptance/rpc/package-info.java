/**
 * Calls of the contract over each of its encodings, from messages that are known by their descriptors only. Begin at
 * {@link dev.ostiary.acceptance.rpc.Encoding}.
 */
@NullMarked
package dev.ostiary.acceptance.rpc;

import org.jspecify.annotations.NullMarked;
