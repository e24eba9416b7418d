/**
 * Instances: the tenants of a server. An instance is found by host name and everything else belongs to one.
 *
 * <p>Begin with {@link dev.ostiary.instance.Instance}.
 */
@NullMarked
package dev.ostiary.instance;

import org.jspecify.annotations.NullMarked;
