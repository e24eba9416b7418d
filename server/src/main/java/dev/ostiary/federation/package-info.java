/**
 * The broker: signs people in through external identity providers.
 *
 * <p>Begin with {@link dev.ostiary.federation.Federation}, which the sign-in pages call, then {@link
 * dev.ostiary.federation.Decision}, the table of what happens with a person a provider vouches for, and {@link
 * dev.ostiary.federation.Connector}, what a protocol must offer. Every try is an {@link dev.ostiary.federation.Attempt} and keeps a
 * log of its steps.
 *
 * <p>What a protocol says and hears is in rooms of their own: {@code oidc} with {@code token}, {@code saml}, {@code ldap}. {@code logout}
 * ends sessions at providers and here, {@code rule} holds claim rules, {@code link} the links that people and administrators keep, {@code
 * headless} the calls of sign-in pages of somebody else's. They know this package; of each other they know no more than they must, and
 * never in a circle.
 */
@NullMarked
package dev.ostiary.federation;

import org.jspecify.annotations.NullMarked;
