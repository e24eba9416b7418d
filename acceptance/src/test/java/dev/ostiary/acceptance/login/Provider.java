package dev.ostiary.acceptance.login;

/**
 * An external provider as an organization, or the instance, configured it.
 *
 * @param id of the configuration
 * @param name shown to people
 * @param ownerType {@code IDP_OWNER_TYPE_ORG} or {@code IDP_OWNER_TYPE_SYSTEM}
 */
record Provider(String id, String name, String ownerType) {}
