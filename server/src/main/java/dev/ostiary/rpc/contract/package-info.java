/**
 * The contract as the server reads it from the compiled {@code .proto} files: which calls there are, under which paths, who may
 * make them.
 *
 * <p>Begin with {@link dev.ostiary.rpc.contract.Contract}.
 */
@NullMarked
package dev.ostiary.rpc.contract;

import org.jspecify.annotations.NullMarked;
