package dev.ostiary.acceptance.login;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;

/** SAML providers as an organization configures them. */
final class SamlProvider {
    private SamlProvider() {}

    /**
     * Adds one to the organization, and offers it.
     *
     * @param metadata URL of its metadata
     * @param more fields of the call
     */
    static Provider offered(Tenant tenant, String metadata, JsonObject more) {
        String name = "Provider " + Tenant.unique();
        JsonObject body = Json.object("name", name, "metadataUrl", metadata, "providerOptions", Options.autoCreation());
        String id = tenant.api()
                .post("/management/v1/idps/saml", Json.merge(body, more))
                .ok()
                .string("id");
        Provider provider = new Provider(id, name, "IDP_OWNER_TYPE_ORG");
        tenant.offer(provider);
        return provider;
    }

    /** What Ostiary says of itself to the provider. */
    static String metadata(Tenant tenant, Provider provider) {
        return tenant.server()
                .anonymous()
                .get("/idps/" + provider.id() + "/saml/metadata")
                .ok()
                .text();
    }
}
