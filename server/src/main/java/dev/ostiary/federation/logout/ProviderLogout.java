package dev.ostiary.federation.logout;

/**
 * What happens at an OpenID Provider when somebody who came from there signs out here.
 *
 * @param enabled whether they are sent there to sign out, too
 */
public record ProviderLogout(boolean enabled) {}
