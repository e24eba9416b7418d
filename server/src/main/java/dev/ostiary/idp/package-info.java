/**
 * Configurations of external identity providers: who may be asked, with which secret, and what may be done with the answer.
 *
 * <p>Begin with {@link dev.ostiary.idp.IdentityProvider} (the state) and {@link dev.ostiary.idp.IdentityProviders} (the rules). How a
 * person signs in through one is the federation's business, not this room's.
 */
@NullMarked
package dev.ostiary.idp;

import org.jspecify.annotations.NullMarked;
