/**
 * The broker: signs people in through external identity providers.
 *
 * <p>Begin with {@link dev.ostiary.federation.Federation}, which the sign-in pages call, then {@link
 * dev.ostiary.federation.Decision}, the table of what happens with a person a provider vouches for, and {@link
 * dev.ostiary.federation.Connector}, what a protocol must offer. Every try is an {@link dev.ostiary.federation.Attempt} and keeps a
 * log of its steps.
 */
@NullMarked
package dev.ostiary.federation;

import org.jspecify.annotations.NullMarked;
