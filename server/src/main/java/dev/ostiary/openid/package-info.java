/**
 * Ostiary's own OpenID Provider: OAuth 2.0 (RFC 6749, 7636, 9207, 9700) and OpenID Connect Core, Discovery and RP-Initiated Logout.
 *
 * <p>Begin with {@link dev.ostiary.openid.OpenIdProvider}, which lists the endpoints. A browser's way goes through {@link
 * dev.ostiary.openid.AuthorizeEndpoint}, the login pages and {@link dev.ostiary.openid.AuthRequests#complete}; a client's way through {@link
 * dev.ostiary.openid.TokenEndpoint}. Rules without I/O are in {@link dev.ostiary.openid.RedirectUris}, {@link dev.ostiary.openid.Scopes},
 * {@link dev.ostiary.openid.AuthorizationRules} and {@link dev.ostiary.openid.Assertions}.
 */
@NullMarked
package dev.ostiary.openid;

import org.jspecify.annotations.NullMarked;
