/** Logout that crosses over to providers, and from them. */
@NullMarked
package dev.ostiary.federation.logout;

import org.jspecify.annotations.NullMarked;
