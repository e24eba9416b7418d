package dev.ostiary.federation;

/**
 * What the page shows that asks for name and password at a provider.
 *
 * @param provider the name that people know it by
 * @param loginHint who it probably is; empty when nobody knows
 */
public record AskedCredentials(String provider, String loginHint, String authRequestId) {}
