/**
 * The conversation with a directory (RFC 4511). Begin with {@link dev.ostiary.federation.ldap.DirectoryLogin}.
 *
 * <p>Only here the LDAP library is known, and nothing here is loaded before somebody signs in through a directory.
 */
@NullMarked
package dev.ostiary.federation.ldap;

import org.jspecify.annotations.NullMarked;
