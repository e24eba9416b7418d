/**
 * JSON to messages, strictly.
 *
 * <p>Begin with {@link dev.ostiary.rpc.json.JsonReader}. It is our own because protobuf's {@code JsonFormat} reads through a lenient
 * JSON library: it takes {@code "true"} for a bool and half a surrogate pair for a text, can't say where a fault is, and reads no
 * JSON value that is followed by something. Printing is left to {@code JsonFormat}, as are the rarer well-known types.
 */
@NullMarked
package dev.ostiary.rpc.json;

import org.jspecify.annotations.NullMarked;
