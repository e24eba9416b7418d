package dev.ostiary.federation.saml;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Whom messages about logout are exchanged with.
 *
 * @param here what this server is to the provider
 * @param provider its entity id
 * @param certificates whose keys sign; any of them
 */
public record Peer(ServiceProvider here, String provider, List<X509Certificate> certificates, Instant now) {}
