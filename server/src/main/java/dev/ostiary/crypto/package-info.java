/**
 * Everything that must not be guessed, read or forged: secrets at rest, generated secrets, passwords, signing keys.
 *
 * <p>Begin with {@link dev.ostiary.crypto.Vault}. No algorithm is written here; they come from the JDK, Amazon's
 * Corretto provider in front of it, and Bouncy Castle.
 */
@NullMarked
package dev.ostiary.crypto;

import org.jspecify.annotations.NullMarked;
