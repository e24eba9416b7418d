/**
 * The provider calls of the contract: its messages on one side, {@link dev.ostiary.idp.IdentityProviders} on the other. One class a kind
 * says which message holds what; {@link dev.ostiary.idp.api.IdentityProviderApi} has what all kinds share.
 */
@NullMarked
package dev.ostiary.idp.api;

import org.jspecify.annotations.NullMarked;
