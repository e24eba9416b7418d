/**
 * The limits of the contract: what a request may hold, as the {@code validate.rules} of its {@code .proto} files say.
 *
 * <p>Begin with {@link dev.ostiary.rpc.limit.Limits}. The texts are those of protoc-gen-validate for Go, since clients know them.
 */
@NullMarked
package dev.ostiary.rpc.limit;

import org.jspecify.annotations.NullMarked;
