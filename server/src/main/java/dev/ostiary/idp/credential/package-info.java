/**
 * Keys, certificates and metadata that a provider's configuration holds: they are read and checked when it is saved, so that nobody finds
 * out at a sign-in.
 */
@NullMarked
package dev.ostiary.idp.credential;

import org.jspecify.annotations.NullMarked;
