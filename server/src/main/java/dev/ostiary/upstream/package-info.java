/**
 * How this server speaks to one identity provider of OpenID Connect or OAuth 2.0: parameters of authorization requests, how it
 * authenticates there, and the keys that it has for that provider alone.
 *
 * <p>Begin with {@link dev.ostiary.upstream.UpstreamSettings}. What is done with it is in {@code federation}.
 */
@NullMarked
package dev.ostiary.upstream;

import org.jspecify.annotations.NullMarked;
