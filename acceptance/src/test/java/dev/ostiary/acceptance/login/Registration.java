package dev.ostiary.acceptance.login;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Json;
import java.net.URI;

/**
 * A program that a tenant has registered as an application, in a project of its own.
 *
 * @param tenant whose people sign in to it
 * @param origin where it is
 * @param clientSecret empty when it authenticates otherwise
 */
record Registration(Tenant tenant, URI origin, String project, String app, String clientId, String clientSecret) {

    /**
     * Registers a program that authenticates with a secret in the header; people who signed out come back to its first page.
     *
     * @param callback path of its redirect URI
     * @param more fields of the call, put over the usual ones
     */
    static Registration of(Tenant tenant, URI origin, String callback, JsonObject more) {
        Api api = tenant.api();
        String project = api.post("/management/v1/projects", Json.object("name", "Project of " + origin))
                .ok()
                .string("id");
        JsonObject usual = Json.object(
                "name",
                "Application at " + origin,
                "redirectUris",
                Json.array(origin + callback),
                "postLogoutRedirectUris",
                Json.array(origin + "/"),
                "responseTypes",
                Json.array("OIDC_RESPONSE_TYPE_CODE"),
                "grantTypes",
                Json.array("OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"),
                "appType",
                "OIDC_APP_TYPE_WEB",
                "authMethodType",
                "OIDC_AUTH_METHOD_TYPE_BASIC",
                "devMode",
                true);
        JsonObject app = api.post("/management/v1/projects/" + project + "/apps/oidc", Json.merge(usual, more))
                .ok()
                .json();
        String secret = app.has("clientSecret") ? Json.string(app, "clientSecret") : "";
        return new Registration(
                tenant, origin, project, Json.string(app, "appId"), Json.string(app, "clientId"), secret);
    }

    /** The issuer it signs people in at. */
    String issuer() {
        return tenant.server().origin().toString();
    }

    /** The scopes it asks for: they lead to the tenant's own sign-in page. */
    String scope() {
        return "openid profile email urn:zitadel:iam:org:id:" + tenant.organization();
    }

    /** The file of a new key that it authenticates with. */
    JsonElement key() {
        return Tenant.key(tenant.api(), "/management/v1/projects/" + project + "/apps/" + app);
    }

    /** Lets people in only who have a role in the project. */
    void checkRoles() {
        tenant.api()
                .put(
                        "/management/v1/projects/" + project,
                        Json.object("name", "Project of " + origin, "projectRoleCheck", true))
                .ok();
    }

    /** Adds a role to the project and gives it to somebody. */
    void give(String user, String role) {
        Api api = tenant.api();
        api.post("/management/v1/projects/" + project + "/roles", Json.object("roleKey", role, "displayName", role))
                .ok();
        api.post(
                        "/management/v1/users/" + user + "/grants",
                        Json.object("projectId", project, "roleKeys", Json.array(role)))
                .ok();
    }
}
