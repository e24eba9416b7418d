/**
 * People sign in, in a real browser, to a real application, through real and hostile providers.
 *
 * <p>Begin at {@link dev.ostiary.acceptance.login.ExternalSignInTest}. A test makes a {@link dev.ostiary.acceptance.login.Tenant} of its
 * own and acts as a {@link dev.ostiary.acceptance.login.Person}. Published clients that are another program each, such as
 * {@link dev.ostiary.acceptance.login.OAuth2ProxyTest} has one, are known to Ostiary by a
 * {@link dev.ostiary.acceptance.login.Registration}.
 */
@NullMarked
package dev.ostiary.acceptance.login;

import org.jspecify.annotations.NullMarked;
