/**
 * SAML 2.0 as a service provider speaks it: requests to an identity provider, what this server says about itself, and the checks that an
 * answer must pass (<a href="https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf">profiles</a> section 4.1).
 *
 * <p>Begin with {@link dev.ostiary.federation.saml.SamlResponse}. Everything here is a pure function of its input. Signatures and
 * encryption are Apache Santuario's; nothing of it is loaded before somebody uses SAML.
 */
@NullMarked
package dev.ostiary.federation.saml;

import org.jspecify.annotations.NullMarked;
