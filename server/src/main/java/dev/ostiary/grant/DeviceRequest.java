package dev.ostiary.grant;

import java.util.List;

/**
 * What an application on a device asks for (RFC 8628 section 3.1).
 *
 * @param scopes what is granted when somebody lets the device in
 * @param audience who the access token will be for
 * @param organization id of the organization sign-in is restricted to, empty for any
 * @param idp id of the identity provider to go straight to, empty for none
 */
public record DeviceRequest(
        String clientId, List<String> scopes, List<String> audience, String organization, String idp) {}
