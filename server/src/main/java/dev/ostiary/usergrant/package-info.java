/**
 * User grants: who has which roles on which project.
 *
 * <p>Begin with {@link dev.ostiary.usergrant.UserGrants}.
 */
@NullMarked
package dev.ostiary.usergrant;

import org.jspecify.annotations.NullMarked;
