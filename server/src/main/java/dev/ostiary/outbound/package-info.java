/**
 * Everything that leaves the server: the one guarded HTTP client, and what is remembered of providers that were asked.
 *
 * <p>Begin with {@link dev.ostiary.outbound.OutboundClient}. Nothing else in the server opens a connection; what speaks
 * another protocol gets its connections of {@link dev.ostiary.outbound.OutboundSockets}. {@link
 * dev.ostiary.outbound.Discovery} and {@link dev.ostiary.outbound.ProviderKeys} remember providers' metadata and keys.
 */
@NullMarked
package dev.ostiary.outbound;

import org.jspecify.annotations.NullMarked;
