/** Sign-in through OpenID Providers, OAuth 2.0 authorization servers, and sites that hand over a token. */
@NullMarked
package dev.ostiary.federation.oidc;

import org.jspecify.annotations.NullMarked;
