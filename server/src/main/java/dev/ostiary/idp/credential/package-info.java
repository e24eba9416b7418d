/**
 * Keys, certificates, addresses and SAML metadata that a provider's configuration is made of: read and checked when they are saved, so that
 * a mistake is found by the administrator and not at the first sign-in.
 *
 * <p>Begin with {@link dev.ostiary.idp.credential.SamlMetadata}. Everything here is a pure function of its input; it knows no other room.
 */
@NullMarked
package dev.ostiary.idp.credential;

import org.jspecify.annotations.NullMarked;
